/** A process of its own that reads until it would have to wait: `take-reads.ts FOLDER NOW`. Prints how often it could. */
import { createQuota } from '../../../src/collect/cloud-logging/quota.ts';
import { openStore } from '../../../src/store/open.ts';
import { changeRecentReads } from '../../../src/store/recent-reads.ts';

const [, , folder = '', now = '0'] = process.argv;
const store = await openStore(folder);
const stop = new AbortController();
const clock = { now: () => Number(now), sleep: async () => stop.abort() };
const quota = createQuota(20, clock, (change) => changeRecentReads(store, 'acme', change));
let reads = 0;
for (; !stop.signal.aborted; reads += 1) await quota.turn(stop.signal);
await store.close();
process.stdout.write(String(reads - 1));
