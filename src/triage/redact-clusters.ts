import type { KnownTemplate } from '../cluster/names/known-templates.ts';
import type { Redactor } from '../collect/redact.ts';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import type { Cluster } from '../model/cluster.ts';

/** The second look at what is kept: templates, titles and examples go through secretlint before they are stored. */
export async function redactClusters(clusters: readonly Cluster[], redactor: Redactor): Promise<Cluster[]> {
  const redacted: Cluster[] = [];
  for (const cluster of clusters) redacted.push(await redactKept(cluster, redactor));
  return redacted;
}

/** Templates to remember, their examples redacted. Their tokens stay: later runs know them by these. */
export async function redactExamples(
  templates: readonly KnownTemplate[],
  redactor: Redactor,
): Promise<KnownTemplate[]> {
  const examples = await redactKept(
    templates.map(({ example }) => example ?? null),
    redactor,
  );
  return templates.map((template, index) => ({ ...template, example: examples[index] ?? null }));
}

/**
 * A value of ours with its secrets hidden. One call tells whether there is anything to hide; only then is every string
 * looked at on its own.
 */
export async function redactKept<T>(value: T, redactor: Redactor): Promise<T> {
  const text = JSON.stringify(value);
  const clean = (await redactOutgoing(text, redactor)) === text;
  return clean ? value : redactStrings(value, redactor);
}

/** Every string inside a value of ours; keys and shape stay, so the type does too. */
export async function redactStrings<T>(value: T, redactor: Redactor): Promise<T> {
  const found = new Map<string, string>();
  const strings: string[] = [];
  JSON.stringify(value, (_key, inner) => {
    if (typeof inner === 'string') strings.push(inner);
    return inner;
  });
  for (const text of new Set(strings)) found.set(text, await redactOutgoing(text, redactor));
  return JSON.parse(JSON.stringify(value), (_key, inner) =>
    typeof inner === 'string' ? (found.get(inner) ?? inner) : inner,
  );
}
