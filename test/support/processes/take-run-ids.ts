/** A process of its own that opens a store and takes run ids: `take-run-ids.ts FOLDER COUNT`. Prints them as JSON. */
import { openStore } from '../../../src/store/open.ts';
import { newRunId } from '../../../src/store/runs.ts';

const [, , folder = '', count = '0'] = process.argv;
const store = await openStore(folder);
const ids: string[] = [];
while (ids.length < Number(count)) ids.push(await newRunId(store, '2025-09-12T23:30:00Z'));
await store.close();
process.stdout.write(JSON.stringify(ids));
