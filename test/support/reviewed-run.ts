import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Run } from '../../src/model/run.ts';
import type { LiveDeps } from '../../src/review/deps.ts';
import { listDrafts } from '../../src/store/drafts.ts';
import type { Store } from '../../src/store/open.ts';
import type { HistoryInput } from './github/history.ts';
import { openScenarioGitHub } from './github/open.ts';
import { type ScenarioGitHub, startGitHub } from './github/server.ts';
import { reviewing } from './reviewing.ts';
import { temporaryFolder, temporaryStore } from './store.ts';
import { type Hour, triageHour } from './triaging.ts';

const RUN_AT = '2026-01-02T10:00:00Z';
export const SHOP = 'acme/shop';

/** An issue that was there before the run. */
export const ORDERS_FAIL = {
  number: 7,
  title: 'Orders fail',
  body: 'Since May.',
  author: 'anna',
  created_at: '2025-12-01T08:00:00Z',
};

/** A run of the rules over one hour, its drafts waiting for review, and the tracker it was made against. */
export interface ReviewedRun {
  readonly tracker: ScenarioGitHub;
  readonly state: string;
  readonly store: Store;
  readonly run: Run;
  readonly drafts: readonly Draft[];
  readonly deps: LiveDeps;
  /** Another run, on the same store. */
  again(hour: Pick<Hour, 'since' | 'until' | 'lines'> & Partial<Hour>): Promise<Run>;
  /** What a person does on GitHub. */
  person(method: 'PATCH' | 'POST', path: string, body: object): Promise<void>;
  /** The worklog of a run, as it stands in its file. */
  worklog(run: Run): string;
}

export async function startReview(
  lines: Hour['lines'],
  planted: Omit<Partial<HistoryInput>, 'repository'> = {},
  givenConfig: unknown = {},
): Promise<ReviewedRun> {
  const [owner = '', name = ''] = SHOP.split('/');
  const tracker = await startGitHub({
    history: { repository: { owner, name }, viewer: 'gardener-bot', nextNumber: 50, ...planted },
    now: () => new Date(RUN_AT),
  });
  onTestFinished(() => tracker.stop());
  const state = temporaryFolder();
  const config = Config.parse(givenConfig);
  const hour = {
    state,
    since: '2026-01-02T09:00:00Z',
    until: RUN_AT,
    lines,
    mode: 'draft',
    config: givenConfig,
  } as const;
  const run = await triageHour(tracker, hour);
  const store = await temporaryStore(state);
  const deps = reviewing({
    store,
    config,
    now: () => '2026-01-02T11:00:00Z',
    openGitHub: (repository) => openScenarioGitHub(tracker, repository),
  });
  return {
    tracker,
    state,
    store,
    run,
    drafts: await listDrafts(store),
    deps,
    again: (next) => triageHour(tracker, { ...hour, ...next }),
    person: async (method, path, body) => {
      const headers = { authorization: `Bearer ${tracker.token}` };
      const answer = await fetch(`${tracker.url}/repos/${SHOP}${path}`, {
        method,
        headers,
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    },
    worklog: ({ id }) => readFileSync(join(state, 'worklogs', `GCP-LOG-GARDENER-WORKLOG-api-${id}.md`), 'utf8'),
  };
}

/** Lines of one message, a minute apart, from nine o'clock on. */
export function hourly(message: string, times: number, more: Partial<Hour['lines'][number]> = {}): Hour['lines'] {
  return Array.from({ length: times }, (_, index) => {
    const minute = String(index % 60).padStart(2, '0');
    return { at: `2026-01-02T09:${minute}:00.${String(index).padStart(3, '0')}Z`, message, ...more };
  });
}
