import { count } from '../../wording/words.ts';
import { type Check, ok } from './finding.ts';

export interface Runtime {
  readonly version: string;
  readonly node: string;
  readonly cores: number;
}

/** What runs here, for a report of a mistake. An older Node does not get this far (src/node-version.js). */
export function runtimeCheck({ version, node, cores }: Runtime): Check {
  return {
    name: 'runtime',
    title: 'runtime',
    examine: async () => ok(`log-gardener ${version}, Node ${node}, ${count(cores, 'core')}`),
  };
}
