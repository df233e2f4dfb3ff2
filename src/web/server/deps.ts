import type { LiveDeps } from '../../review/deps.ts';
import type { Acts } from './acts.ts';
import type { RunList } from './run-list.ts';
import type { RunMemory } from './run-memory.ts';
import type { FindUnbacked } from './unbacked-memory.ts';
import type { Watch } from './watch.ts';

/** What the routes work with. */
export interface RouteDeps {
  readonly review: LiveDeps;
  readonly acts: Acts;
  readonly runs: RunMemory;
  readonly runList: RunList;
  readonly findUnbacked: FindUnbacked;
  readonly watch: Watch;
}
