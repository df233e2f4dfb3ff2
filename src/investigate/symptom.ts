import { callsItselfHarmless } from '../assess/harmless.ts';
import { field, textIn } from '../collect/json-fields.ts';
import { hasText, messageOf } from '../collect/message.ts';
import type { Cluster, Pattern } from '../model/cluster.ts';
import { thrownText } from '../wording/thrown.ts';
import { type Advice, readAdvice } from './symptoms/advice.ts';
import { FAILING, type Failing } from './symptoms/failing.ts';
import { MISSING, type Missing, saysOptional } from './symptoms/missing.ts';
import { type Told, toldBesides, toldByPlatform } from './symptoms/told.ts';

/** What kind of problem a cluster is, as far as its own words say, with the names they give. */
export type Symptom =
  | Missing
  | Failing
  | Told
  | Advice
  | { kind: 'mismatch'; names: readonly [string, string] }
  | { kind: 'failing-request'; why: WhyFailing }
  | { kind: 'exception'; type: string; traced: boolean }
  | { kind: 'message'; harmless: boolean };

/** What a request log says of a failed request beside its status. */
export type WhyFailing = { by: 'line' } | { by: 'proxy'; details: string } | { by: 'nothing'; traced: boolean };

/** Long messages tell what they are about at their start; the patterns never see more. */
const LONGEST_TEXT = 600;

/** What the root pattern complains of. Always answers; `exception` and `message` are for what nothing else fits. */
export function symptomOf(cluster: Cluster): Symptom {
  const [root] = cluster.patterns;
  const told = root === undefined ? null : toldByPlatform(root.example);
  if (told !== null) return told;
  const cause = cluster.rootCause === null ? '' : thrownText(cluster.rootCause);
  const message = root === undefined ? '' : messageOf(root.example);
  const texts = [cause, message].map((text) => text.slice(0, LONGEST_TEXT));
  // The first row that fits decides: the more it says, the earlier it stands.
  for (const recognise of [...MISSING, ...FAILING]) {
    for (const text of texts) {
      const symptom = recognise(text);
      if (symptom !== null) return moreOf(symptom, cluster, texts);
    }
  }
  return (
    (root === undefined ? null : toldBesides(root.example)) ??
    readAdvice(texts[1] ?? '', cluster) ??
    readMismatch(texts[1] ?? '', cluster) ??
    whatItIs(cluster)
  );
}

/** What the words that were recognised leave to the lines around them. */
function moreOf(symptom: Missing | Failing, cluster: Cluster, texts: readonly string[]): Symptom {
  // The line that quotes the error may say what the error cannot: that it is about something optional.
  if (symptom.kind === 'missing-module') return { ...symptom, optional: texts.some(saysOptional) };
  if (symptom.kind === 'missing-key' && isOfEnvironment(symptom.key, cluster))
    return { kind: 'missing-variable', variable: symptom.key };
  return symptom;
}

/** The line of code that looked it up is there: `cfg = os.environ["DB_URL"]` */
function isOfEnvironment(key: string, { rootCause, patterns }: Cluster): boolean {
  const lines = [
    ...(rootCause?.frames ?? []).map(({ code }) => code),
    ...patterns.map(({ example }) => messageOf(example)),
  ];
  return lines.some((line) =>
    [`environ["${key}"]`, `environ['${key}']`].some((read) => line.slice(0, LONGEST_TEXT * 4).includes(read)),
  );
}

/** Two values of two names, side by side, that should be the same. */
function readMismatch(text: string, { rootCause }: Cluster): Symptom | null {
  if (
    rootCause !== null ||
    !/\bmismatch\b|\bdoes not match\b/i.test(text) ||
    /\b(?:no|without|if) .{0,40}mismatch/i.test(text)
  )
    return null;
  const values = text.matchAll(/(?<![\w'"])([a-z][a-z0-9]*(?:_[a-z0-9]+)+)(?: is| was|=|:)? ?(["'])[^"'\n]{1,200}\2/gi);
  const [first, second] = new Set([...values].map(([, name = '']) => name));
  return first === undefined || second === undefined ? null : { kind: 'mismatch', names: [first, second] };
}

function whatItIs(cluster: Cluster): Symptom {
  const [root] = cluster.patterns;
  const { rootCause } = cluster;
  if (root?.kind === 'http-error') return { kind: 'failing-request', why: whyFailing(root) };
  if (rootCause !== null) return { kind: 'exception', type: rootCause.type, traced: rootCause.frames.length > 0 };
  return { kind: 'message', harmless: callsItselfHarmless(cluster) };
}

/** Envoy's own reason, the same in every example; where it is `via_upstream`, what stands behind it answered so. */
function whyFailing({ examples, example }: Pattern): WhyFailing {
  if (hasText(example)) return { by: 'line' };
  const [details = '', ...others] = new Set(
    examples.map(({ jsonPayload }) => textIn(jsonPayload, 'response_code_details').trim()),
  );
  if (
    others.length === 0 &&
    /^[a-z][a-z_]{1,80}(?:\{[\w|,. -]{1,100}\})?$/i.test(details) &&
    details !== 'via_upstream'
  )
    return { by: 'proxy', details };
  const trace = example.trace ?? field(example.jsonPayload, 'trace');
  return { by: 'nothing', traced: typeof trace === 'string' && trace !== '' };
}
