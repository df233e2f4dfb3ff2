/**
 * `node bench/redaction.ts FILE on|off`: the clustering of a file, from its bytes to the list of clusters, with the
 * scanner for secrets or with one in its place that hides nothing. Only here can it be off. Prints the time of the
 * processor, and how much was hidden, as a line of JSON.
 */
import { finishClustering } from '../src/cluster/finish-clustering.ts';
import { createSummariser } from '../src/cluster/summary/summarise.ts';
import { collect } from '../src/collect/collect.ts';
import { createRedactor, type Redactor } from '../src/collect/redact.ts';

const HIDES_NOTHING: Redactor = {
  text: (text) => text,
  value: (value) => value,
  hide: (text) => text,
  looksAtNumbers: () => false,
  count: 0,
};

const [path = '', redaction = 'on'] = process.argv.slice(2);
const cpuBefore = process.cpuUsage();
const redactor = redaction === 'off' ? HIDES_NOTHING : createRedactor({ key: 'bench', patterns: [] });
const summariser = createSummariser();
const collected = await collect(
  { sources: [path], minSeverity: 'DEFAULT', window: null, redactor, setAside: null },
  (entry) => summariser.add(entry),
);
const { clusters } = finishClustering([summariser.result()]);
const { user, system } = process.cpuUsage(cpuBefore);
console.log(JSON.stringify({ cpu: (user + system) / 1000, clusters: clusters.length, hidden: collected.redacted }));
