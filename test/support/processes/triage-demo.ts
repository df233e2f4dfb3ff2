/** A process of its own that triages the demo's first log and posts, for tests that kill it: `triage-demo.ts FOLDER URL TOKEN`. */
import { openStore } from '../../../src/store/open.ts';
import { triageDemo } from '../demo/triage-demo.ts';

const [, , folder = '', url = '', token = ''] = process.argv;
const store = await openStore(folder);
const { status } = await triageDemo({ url, token }, store, folder);
await store.close();
process.stdout.write(status);
