import type { KnownTemplate } from '../cluster/names/known-templates.ts';
import type { Redactor } from '../collect/redact.ts';
import { holdsSecret, redactOutgoing } from '../collect/redact-outgoing.ts';
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
  const strings = new Set<string>();
  JSON.stringify(value, (_key, inner) => {
    if (typeof inner === 'string') strings.add(inner);
    return inner;
  });
  const found = new Map([...strings].map((text) => [text, redactor.text(text)]));
  for (const together of inPages([...found])) {
    // What is clean together is clean one by one.
    if (!(await holdsSecret(together.map(([, text]) => text).join(BETWEEN)))) continue;
    for (const [text, scanned] of together) found.set(text, await redactOutgoing(scanned, redactor));
  }
  return JSON.parse(JSON.stringify(value), (_key, inner) =>
    typeof inner === 'string' ? (found.get(inner) ?? inner) : inner,
  );
}

/** No secret goes over an empty line, so that none is seen otherwise beside other text than alone. */
const BETWEEN = '\n\n';

/** So many characters are looked at with one call, more only where they are one text. */
const PAGE = 20_000;

function inPages(texts: readonly (readonly [string, string])[]): (readonly [string, string])[][] {
  const pages: (readonly [string, string])[][] = [];
  let left = 0;
  for (const one of texts) {
    if (left < one[1].length) {
      pages.push([]);
      left = PAGE;
    }
    pages.at(-1)?.push(one);
    left -= one[1].length + BETWEEN.length;
  }
  return pages;
}
