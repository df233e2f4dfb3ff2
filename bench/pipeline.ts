/**
 * `node bench/pipeline.ts FILE WORKERS`: what `cluster FILE --min-severity DEFAULT` does, from the file to the
 * list of clusters. Prints time, peak memory of the process and what came out as a line of JSON.
 */
import { randomBytes } from 'node:crypto';
import { Config } from '../src/config/schema.ts';
import { clusterFiles } from '../src/triage/cluster-files.ts';

const [path = '', workers = '0'] = process.argv.slice(2);
const request = {
  sources: [path],
  stdin: process.stdin,
  minSeverity: 'DEFAULT' as const,
  config: Config.parse({}),
  redactionKey: randomBytes(32),
  assignments: null,
  workers: Number(workers),
};
const cpuBefore = process.cpuUsage();
const started = performance.now();
const { collected, clusters } = await clusterFiles(request);
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(cpuBefore);
const peak = process.resourceUsage().maxRSS / 1024;
const counted = clusters.reduce((sum, { count }) => sum + count, 0);
if (counted !== collected.kept) throw new Error(`${collected.kept} entries were kept, ${counted} counted.`);
console.log(
  JSON.stringify({
    milliseconds,
    cpu: (user + system) / 1000,
    entries: collected.read,
    clusters: clusters.length,
    peak,
  }),
);
