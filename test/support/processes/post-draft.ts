/**
 * A process of its own that posts drafts, for tests that kill it: `post-draft.ts '{"folder", "url", …}'`. Prints the
 * outcomes as JSON.
 */
import { z } from 'zod';
import { openStore } from '../../../src/store/open.ts';
import { postApproved } from '../post-approved.ts';

const Order = z.object({
  folder: z.string(),
  url: z.string(),
  token: z.string(),
});

const order = Order.parse(JSON.parse(process.argv[2] ?? ''));
const store = await openStore(order.folder);
const outcomes = await postApproved(store, order);
await store.close();
process.stdout.write(JSON.stringify(outcomes));
