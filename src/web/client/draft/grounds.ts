import type { ClusterView } from '../../views.ts';

/** What a claim rests on, in words: the claims check names it by ids of its own. */
export function sayGround(id: string, { evidence, priority, investigation }: ClusterView): string {
  const fact = evidence.find((one) => one.id === id);
  if (fact !== undefined) return `${id} ${fact.name}: ${fact.value}${fact.unit === undefined ? '' : ` ${fact.unit}`}`;
  if (id === 'place') return 'the place in the code that logged it';
  if (id === 'priority') return `the reasons for ${priority}`;
  if (id === 'name:entries') return 'the messages of these entries';
  const [kind, rest] = [id.slice(0, id.indexOf(':') + 1), id.slice(id.indexOf(':') + 1)];
  if (kind === 'config:') return `the config of ${rest}`;
  if (kind === 'name:') return `the name ${rest}`;
  const number = /^#(\d+)$/.exec(id)?.[1];
  const found = [...(investigation?.search.candidates ?? []), ...(investigation?.search.pulls ?? [])];
  const title = found.find((one) => String(one.number) === number)?.title;
  return title === undefined ? id : `${id} ${title}`;
}

/** Whether a pattern is among what a claim rests on: by one of its entries, or by what its messages say. */
export function isGround(pattern: ClusterView['patterns'][number], lit: readonly string[]): boolean {
  return lit.includes('name:entries') || pattern.examples.some(({ insertId }) => lit.includes(`log:${insertId}`));
}
