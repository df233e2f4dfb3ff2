/**
 * A process of its own that posts drafts, for tests that kill it: `post-draft.ts '{"folder", "url", …}'`. Prints the
 * outcomes as JSON.
 */
import { z } from 'zod';
import { postDrafts } from '../../../src/review/post.ts';
import { openStore } from '../../../src/store/open.ts';
import { openScenarioGitHub } from '../github/open.ts';

export const Order = z.object({
  folder: z.string(),
  url: z.string(),
  token: z.string(),
  settleMs: z.int(),
});
export type Order = z.infer<typeof Order>;

const order = Order.parse(JSON.parse(process.argv[2] ?? ''));
const store = await openStore(order.folder);
const outcomes = await postDrafts('approved', {
  store,
  openGitHub: (repository) => openScenarioGitHub(order, repository),
  now: () => '2025-09-12T23:31:00Z',
  timing: { settleMs: order.settleMs, againMs: 0 },
});
await store.close();
process.stdout.write(JSON.stringify(outcomes));
