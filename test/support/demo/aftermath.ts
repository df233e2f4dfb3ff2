import { parseMarkers } from '../../../src/github/marker.ts';
import type { Store } from '../../../src/store/open.ts';
import type { ScenarioGitHub } from '../github/server.ts';

/** The next run comes an hour later: a request without an answer has long since arrived, or never will. */
export async function anHourLater({ db }: Store): Promise<void> {
  for (const { draft, number, at } of await db.selectFrom('ledger').selectAll().execute()) {
    const before = new Date(Date.parse(at) - 3_600_000).toISOString();
    await db
      .updateTable('ledger')
      .set({ at: before })
      .where('draft', '=', draft)
      .where('number', '=', number)
      .execute();
  }
}

/** What of ours stands on GitHub: per problem its issue, the state of that, and the comments on it. */
export function standing(tracker: ScenarioGitHub): string[] {
  const told = (text: string) => parseMarkers(text).map(({ fingerprint, news }) => `${fingerprint} ${news ?? ''}`);
  return tracker
    .issues()
    .map(({ planted, number, title, state, body, comments }) => ({
      name: planted ? `#${number}` : `new: ${title}`,
      state,
      ours: [...told(body), ...comments.flatMap(({ body: text }) => told(text).map((one) => `comment ${one}`))],
    }))
    .filter(({ name, ours }) => ours.length > 0 || name.startsWith('new'))
    .map(({ name, state, ours }) => `${name} ${state}: ${ours.join(', ')}`)
    .sort();
}

/** What stands there more than once. */
export function twice(list: readonly string[]): string[] {
  return list.filter((one, index) => list.indexOf(one) !== index);
}
