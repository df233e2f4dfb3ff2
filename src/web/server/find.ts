import { HTTPException } from 'hono/http-exception';
import type { Draft } from '../../model/draft.ts';
import type { Run, TriagedCluster } from '../../model/run.ts';
import { getDraft } from '../../store/drafts.ts';
import type { Store } from '../../store/open.ts';
import type { RunMemory } from './run-memory.ts';

/** @throws HTTPException 404 in words */
export async function findRun(runs: RunMemory, id: string): Promise<Run> {
  const run = await runs.read(id);
  if (run === null) throw notFound(`There is no run ${shown(id)} in this store.`);
  return run;
}

export function findCluster(run: Run, fingerprint: string): TriagedCluster {
  const found = run.clusters.find(({ cluster }) => cluster.fingerprint === fingerprint);
  if (found === undefined) throw notFound(`Run ${run.id} has no cluster ${shown(fingerprint)}.`);
  return found;
}

export async function findDraft(store: Store, id: string): Promise<Draft> {
  const draft = await getDraft(store, id);
  if (draft === null) throw notFound(`There is no draft ${shown(id)} in this store.`);
  return draft;
}

export function notFound(message: string): HTTPException {
  return new HTTPException(404, { message });
}

function shown(name: string): string {
  return name.length <= 60 ? name : `${name.slice(0, 60)}…`;
}
