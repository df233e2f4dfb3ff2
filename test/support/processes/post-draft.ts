/**
 * A process of its own that posts drafts, for tests that kill it: `post-draft.ts '{"folder", "url", …}'`. Dies by SIGKILL at
 * the checkpoint that it is told, or prints the outcomes as JSON.
 */
import { z } from 'zod';
import { openGitHub } from '../../../src/github/client.ts';
import { postDrafts } from '../../../src/review/post.ts';
import { openStore } from '../../../src/store/open.ts';

export const Order = z.object({
  folder: z.string(),
  url: z.string(),
  token: z.string(),
  /** 0 = never; n = at the nth checkpoint that is passed. */
  dieAt: z.int(),
  settleMs: z.int(),
});
export type Order = z.infer<typeof Order>;

const order = Order.parse(JSON.parse(process.argv[2] ?? ''));
const store = await openStore(order.folder);
let passed = 0;
const outcomes = await postDrafts('approved', {
  store,
  openGitHub: (repository) =>
    openGitHub({
      repository,
      token: order.token,
      baseUrl: order.url,
      allowPublic: false,
      trustedAuthors: [],
      writeIntervalMs: 0,
    }),
  now: () => '2025-09-12T23:31:00Z',
  timing: { settleMs: order.settleMs, againMs: 0 },
  checkpoint: () => {
    passed += 1;
    if (passed === order.dieAt) process.kill(process.pid, 'SIGKILL');
  },
});
await store.close();
process.stdout.write(JSON.stringify(outcomes));
