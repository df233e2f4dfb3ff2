import { callsItselfHarmless } from '../assess/harmless.ts';
import { messageOf } from '../collect/message.ts';
import { sentenceOf } from '../collect/platform-sentence.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Sentence } from '../model/entry.ts';

/** What kind of problem a cluster is, as far as its own words say, with the names they give. */
export type Symptom =
  | { kind: 'missing-module'; module: string; optional: boolean }
  | { kind: 'missing-attribute'; owner: string; attribute: string }
  | { kind: 'missing-value'; owner: 'undefined' | 'null' | 'None'; attribute: string }
  | { kind: 'missing-key'; key: string }
  | { kind: 'missing-prerequisite'; what: string; use: string | null }
  | { kind: 'wrong-setting'; setting: string }
  | { kind: 'not-available'; what: string }
  | { kind: 'out-of-memory' }
  | { kind: 'timeout' }
  | { kind: 'unreachable' }
  | { kind: 'denied' }
  | { kind: 'mismatch'; names: string[] }
  | { kind: 'advice'; setting: string | null; from: string | null; to: string | null; contrary: boolean }
  | { kind: 'failing-request'; statuses: number[] }
  | { kind: 'failed-call'; caller: string; what: string }
  | { kind: 'no-backend'; backend: string; details: string }
  | { kind: 'exception'; type: string }
  | { kind: 'message'; harmless: boolean };

/** Long messages tell what they are about at their start; the patterns below never see more. */
const LONGEST_TEXT = 600;

/** The first row that fits decides: the more it says, the earlier it stands. */
const RECOGNISERS: readonly ((text: string) => Symptom | null)[] = [
  (text) => {
    const [, module] =
      /No module named '?([\w.]{1,120})/.exec(text) ??
      /Cannot find (?:module|package) '([^'\s]{1,120})'/.exec(text) ??
      /(?:ClassNotFoundException|NoClassDefFoundError): ([\w.$/]{1,120})/.exec(text) ??
      [];
    return module === undefined ? null : { kind: 'missing-module', module, optional: /\boptional\b/i.test(text) };
  },
  (text) => {
    const [, owner, reading] =
      /Cannot read propert(?:y|ies) of (undefined|null) \(reading '([\w$]{1,80})'\)/.exec(text) ?? [];
    if (reading !== undefined)
      return { kind: 'missing-value', owner: owner === 'null' ? 'null' : 'undefined', attribute: reading };
    const [, type, attribute] = /'([\w.]{1,80})' (?:object )?has no attribute '(\w{1,80})'/.exec(text) ?? [];
    if (type === undefined || attribute === undefined) return null;
    if (type === 'NoneType') return { kind: 'missing-value', owner: 'None', attribute };
    return { kind: 'missing-attribute', owner: type, attribute };
  },
  (text) => {
    const [, key] = /\bKeyError: '([^'\s]{1,80})'/.exec(text) ?? [];
    return key === undefined ? null : { kind: 'missing-key', key };
  },
  (text) => {
    const [, what, use] =
      /\b(\w{3,80}) must be (?:installed|configured|enabled|initiali[sz]ed|registered)(?: to (?:access|use) ([\w.]{2,80}))?/.exec(
        text,
      ) ?? [];
    return what === undefined ? null : { kind: 'missing-prerequisite', what, use: use?.replace(/\.$/, '') ?? null };
  },
  (text) => (/\bout of memory\b|\bOOM\b|\bmemory limit\b/i.test(text) ? { kind: 'out-of-memory' } : null),
  (text) =>
    /\btimed? ?out (?:after|waiting|while|connecting)|\bETIMEDOUT\b|\bdeadline exceeded\b|\bTimeoutError\b/i.test(text)
      ? { kind: 'timeout' }
      : null,
  (text) =>
    /\bECONNREFUSED\b|\bECONNRESET\b|\bENOTFOUND\b|\bconnection (?:refused|reset)\b|\bcould not connect\b/i.test(text)
      ? { kind: 'unreachable' }
      : null,
  (text) =>
    /\b(?:permission|access) denied\b|\bPERMISSION_DENIED\b|\bEACCES\b|\bforbidden\b|\bunauthori[sz]ed\b/i.test(text)
      ? { kind: 'denied' }
      : null,
  readAdvice,
  (text) => {
    const names = [
      ...new Set(text.match(/\b[a-z][a-z0-9]*_[a-z0-9_]*[a-z0-9]\b/gi)?.filter((name) => !/\d{3}/.test(name)) ?? []),
    ];
    return /\bmismatch|\binconsistent\b|\bdoes not match\b/i.test(text)
      ? { kind: 'mismatch', names: names.slice(0, 2) }
      : null;
  },
  (text) => {
    const [, setting] =
      /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+) (?:contain(?:s|ed)|is (?:not set|missing|empty|invalid|too)|not set|missing|has)\b/.exec(
        text,
      ) ?? [];
    return setting === undefined ? null : { kind: 'wrong-setting', setting };
  },
  (text) => {
    const [, what] =
      /(?:^|[.:] )([A-Z][\w-]{1,40}(?: [\w-]{1,40}){0,3}) (?:is )?not (?:available|installed)\b/.exec(text) ?? [];
    return what === undefined ? null : { kind: 'not-available', what };
  },
];

const CALL = /^(Cloud (?:Scheduler|Tasks)) ((?:job|queue) .{1,1000}?) failed(?:: |$)/;
const NO_BACKEND = /^Load balancer (?:answered 5\d\d|gave no answer) for (\S{1,300}): (\S{1,300})$/;

/** What Google Cloud itself says; only where it says it, since anybody may log such words. */
function toldBySentence(sentence: Sentence | null): Symptom | null {
  const [, caller = '', what = ''] = CALL.exec(sentence?.subject ?? '') ?? [];
  if (caller !== '') return { kind: 'failed-call', caller, what };
  const [, backend = '', details = ''] = NO_BACKEND.exec(sentence?.subject ?? '') ?? [];
  return backend === '' ? null : { kind: 'no-backend', backend, details };
}

/** What the root pattern complains of. Always answers; `exception` and `message` are for what no row knows. */
export function symptomOf(cluster: Cluster): Symptom {
  const [root] = cluster.patterns;
  const told = root === undefined ? null : toldBySentence(sentenceOf(root.example));
  if (told !== null) return told;
  const cause = cluster.rootCause === null ? '' : `${cluster.rootCause.type}: ${cluster.rootCause.message}`;
  const texts = [cause, root === undefined ? '' : messageOf(root.example)].map((text) => text.slice(0, LONGEST_TEXT));
  for (const recognise of RECOGNISERS) {
    for (const text of texts) {
      const symptom = recognise(text);
      if (symptom === null) continue;
      // The line that quotes the error may say what the error cannot: that it is about something optional.
      return symptom.kind === 'missing-module'
        ? { ...symptom, optional: texts.some((one) => /\boptional\b/i.test(one)) }
        : symptom;
    }
  }
  if (root?.kind === 'http-error')
    return { kind: 'failing-request', statuses: cluster.facts.statuses.map(({ status }) => status) };
  if (cluster.rootCause !== null) return { kind: 'exception', type: cluster.rootCause.type };
  return { kind: 'message', harmless: callsItselfHarmless(cluster) };
}

/** A line that proposes a change by itself; some propose the opposite of what they say. */
function readAdvice(text: string): Symptom | null {
  if (!/\bconsider\b|\brecommend/i.test(text)) return null;
  const [, verb = '', setting, from, to] =
    /\b(reduc|lower|decreas|increas|rais)\w{1,4} (\w{3,80}) from ~?([\d.]{1,12}\w{0,3}) to ~?([\d.]{1,12}\w{0,3})/i.exec(
      text,
    ) ?? [];
  if (setting === undefined || from === undefined || to === undefined) {
    return {
      kind: 'advice',
      setting: /\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b/.exec(text)?.[0] ?? null,
      from: null,
      to: null,
      contrary: false,
    };
  }
  const sameUnit = from.replace(/[\d.]+/, '') === to.replace(/[\d.]+/, '');
  const down = /^(?:reduc|lower|decreas)/i.test(verb);
  const contrary =
    sameUnit &&
    (down ? Number.parseFloat(to) > Number.parseFloat(from) : Number.parseFloat(to) < Number.parseFloat(from));
  return { kind: 'advice', setting, from, to, contrary };
}
