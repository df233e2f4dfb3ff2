import { textIn } from './json-fields.ts';
import { withoutOrders } from './plain-message.ts';
import { type Span, withoutOverlaps } from './redact/spans.ts';
import { findUrlCredentials } from './redact/url-credentials.ts';
import type { Redactor } from './redact.ts';

type Message = Awaited<ReturnType<typeof import('@secretlint/core').lintSource>>['messages'][number];

/** What the preset lacks, by the kind its placeholder gets. Bounded, since strangers write the text. */
const PATTERNS: Readonly<Record<string, string>> = {
  jwt: '/\\beyJ[\\w-]{5,4000}\\.[\\w-]{4,4000}(?:\\.[\\w-]{0,4000})?/g',
  bearer: '/(?<=\\b[Bb]earer )(?=[\\w.~+\\/-]{0,4000}\\d)[\\w.~+\\/-]{8,4000}=*/g',
  'google-api-key': '/\\bAIza[\\w-]{30,60}/g',
  'google-oauth': '/\\bya29\\.[\\w.-]{20,4000}/g',
};

/** The preset's rules whose finds have a placeholder of their own; every other find is a `secret`. */
const KIND_OF_RULE: Readonly<Record<string, string>> = {
  github: 'github-token',
  slack: 'slack-token',
  anthropic: 'anthropic-key',
  openai: 'openai-key',
  aws: 'aws-key',
  npm: 'npm-token',
  privatekey: 'private-key',
  'database-connection-string': 'url-credentials',
};

/** What one pass hides may uncover something else; more than two passes were never seen. */
const MOST_PASSES = 4;

/**
 * Reads text that is kept as an example or leaves the machine: first the fast scanner, then secretlint with its
 * recommended rules, until neither finds anything. Same placeholders, same count; idempotent. A call takes about half
 * a millisecond, the first one loads secretlint (about 0.3 s).
 */
export async function redactOutgoing(text: string, redactor: Redactor): Promise<string> {
  const plain = withoutOrders(text);
  let result = redactor.text(plain);
  for (let passes = 0; passes < MOST_PASSES; passes += 1) {
    const next = redactor.text(redactor.hide(result, await findWithSecretlint(result)));
    if (next === result) break;
    result = next;
  }
  return result === plain ? text : result;
}

/** Whether secretlint finds anything that is not hidden yet; cheaper than `redactOutgoing` where nearly nothing is. */
export async function holdsSecret(text: string): Promise<boolean> {
  return (await findWithSecretlint(withoutOrders(text))).length > 0;
}

async function findWithSecretlint(text: string): Promise<Span[]> {
  if (text === '') return [];
  loading ??= loadSecretlint();
  const { lintSource, rules } = await loading;
  const result = await lintSource({
    source: { filePath: 'text.txt', content: readable(text), contentType: 'text' },
    options: { config: { rules }, noPhysicFilePath: true },
  });
  return withoutOverlaps(result.messages.map((message) => spanOf(message, text)).filter((span) => span !== null));
}

/** Loaded on first use: it takes longer than everything else the program starts with. */
let loading: ReturnType<typeof loadSecretlint> | undefined;

async function loadSecretlint() {
  const [core, preset, pattern, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/secretlint-rule-pattern'),
    import('@secretlint/profiler'),
  ]);
  // It marks every rule of every call in the process's performance timeline, which nothing ever empties: gigabytes in a
  // run of 10,000 clusters.
  secretLintProfiler.setEnabled(false);
  const patterns = Object.entries(PATTERNS).map(([name, expression]) => ({ name, patterns: [expression] }));
  const rules = [
    { id: 'preset', rule: preset.creator },
    { id: 'pattern', rule: pattern.creator, options: { patterns } },
  ];
  return { lintSource: core.lintSource, rules };
}

/**
 * A `secretlint-disable` comment in a stranger's text would switch the rules off, and a token behind a written-out line
 * end would look like a part of a word. Same length, so ranges still fit.
 */
function readable(text: string): string {
  return text.replaceAll('secretlint-', 'secretlint_').replace(/\\[nrt]/g, '  ');
}

function spanOf(message: Message, text: string): Span | null {
  const [start, end] = message.range;
  const value = text.slice(start, end);
  const kind = kindOf(message);
  if (kind !== 'url-credentials') return { start, end, kind, value };
  // The rule means the whole address; scheme and host stay, and a masked password is no secret.
  const inside = findUrlCredentials(value)[0];
  return inside === undefined ? null : { ...inside, start: start + inside.start, end: start + inside.end };
}

function kindOf({ ruleId, data }: Message): string {
  const name = textIn(data, 'PATTERN_NAME');
  if (Object.hasOwn(PATTERNS, name)) return name;
  return KIND_OF_RULE[ruleId.replace('@secretlint/secretlint-rule-', '')] ?? 'secret';
}
