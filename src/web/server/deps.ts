import type { LiveDeps } from '../../review/deps.ts';
import type { Acts } from './acts.ts';
import type { RunMemory } from './run-memory.ts';
import type { Watch } from './watch.ts';

/** What the routes work with. */
export interface RouteDeps {
  readonly review: LiveDeps;
  readonly acts: Acts;
  readonly runs: RunMemory;
  readonly watch: Watch;
}
