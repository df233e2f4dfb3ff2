import { onTestFinished } from 'vitest';
import type { GitHub } from '../../src/github/client.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { PublishDeps } from '../../src/publish/deps.ts';
import { addDraft, setDraftState } from '../../src/store/drafts.ts';
import type { Store } from '../../src/store/open.ts';
import { REPOSITORY } from './drafts.ts';
import type { HistoryInput } from './github/history.ts';
import { openScenarioGitHub } from './github/open.ts';
import { type ScenarioGitHub, startGitHub } from './github/server.ts';
import { temporaryFolder, temporaryStore } from './store.ts';

export const OURS = 'gardener-bot';
const NOW = '2025-09-12T23:31:00Z';

/** A tracker, a store and what posts from one to the other. */
export interface Scene {
  readonly tracker: ScenarioGitHub;
  readonly folder: string;
  readonly store: Store;
  readonly github: GitHub;
  /** For a process that does not wait: the time in which a lost request could still arrive is over at once. */
  deps(more?: Partial<PublishDeps>): PublishDeps;
  /** What a person does on GitHub. */
  person(method: 'PATCH' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<void>;
}

type Planted = Omit<Partial<HistoryInput>, 'repository'>;

export async function startScene(planted: Planted = {}, trustedAuthors: readonly string[] = []): Promise<Scene> {
  const [owner = '', name = ''] = REPOSITORY.split('/');
  const tracker = await startGitHub({
    history: { repository: { owner, name }, viewer: OURS, nextNumber: 600, ...planted },
    now: () => new Date(NOW),
  });
  onTestFinished(() => tracker.stop());
  const folder = temporaryFolder();
  const store = await temporaryStore(folder);
  const github = await connect(tracker, trustedAuthors);
  return {
    tracker,
    folder,
    store,
    github,
    deps: (more = {}) => ({ store, github, now: () => NOW, timing: { settleMs: 0, againMs: 0 }, ...more }),
    person: async (method, path, body) => {
      const answer = await fetch(`${tracker.url}/repos/${REPOSITORY}${path}`, {
        method,
        headers: { authorization: `Bearer ${tracker.token}` },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    },
  };
}

export function connect(
  tracker: ScenarioGitHub,
  trustedAuthors: readonly string[] = [],
  writeIntervalMs = 0,
): Promise<GitHub> {
  return openScenarioGitHub(tracker, tracker.repository, { trustedAuthors, writeIntervalMs });
}

/** Adds the draft and approves it as it stands. */
export async function addApproved(store: Store, draft: Draft): Promise<Draft> {
  await addDraft(store, draft);
  const to = { status: 'approved', hash: draft.hash, at: NOW } as const;
  await setDraftState(store, draft.id, { from: ['pending'], to });
  return { ...draft, state: to };
}

/** An issue of our own, as an earlier run posted it. */
export function ownIssue(number: number, body: string, more: Partial<PlantedIssue> = {}): PlantedIssue {
  const created_at = '2025-09-10T08:00:00Z';
  return { number, title: 'Session access failed', body, author: OURS, created_at, ...more };
}

export type PlantedIssue = NonNullable<HistoryInput['issues']>[number];
