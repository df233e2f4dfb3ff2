import { join, relative } from 'node:path';
import { askMetadataServer, findGoogleCredentials } from '../../collect/google-credentials.ts';
import type { Config } from '../../config/schema.ts';
import { createProbe } from '../../github/probe.ts';
import { probeModel } from '../../investigate/claude/probe.ts';
import { ConfigError, StoreError, UsageError } from '../../model/errors.ts';
import { nameOfDatabase } from '../../store/database-url.ts';
import { getDraft, listDrafts } from '../../store/drafts.ts';
import { openIntents } from '../../store/ledger.ts';
import { lookIntoStore } from '../../store/look.ts';
import { STORE_FILE, type Store } from '../../store/open.ts';
import { whyFileNotWritable, whyNotWritable } from '../../store/writable.ts';
import { claudeCheck } from './claude.ts';
import { type ConfigFacts, configFileCheck } from './config-file.ts';
import type { Check } from './finding.ts';
import { githubContentsCheck } from './github-contents.ts';
import { githubLimitsCheck } from './github-limits.ts';
import { otherRepositoryCheck } from './github-others.ts';
import { githubPermissionsCheck } from './github-permissions.ts';
import { githubRepositoryCheck } from './github-repository.ts';
import { githubTokenCheck } from './github-token.ts';
import { askViewer, type Viewer } from './github-viewer.ts';
import { googleCredentialsCheck } from './google-credentials.ts';
import { googleLoggingCheck } from './google-logging.ts';
import { countRead } from './read-quota.ts';
import { type Runtime, runtimeCheck } from './runtime.ts';
import { stateFolderCheck } from './state-folder.ts';
import { type Target, targetCheck } from './target.ts';
import { type ReadUnfinished, type Unfinished, unfinishedCheck } from './unfinished.ts';
import { worklogFolderCheck } from './worklog-folder.ts';

/** What there is to look at. Null is what only the config could tell, where it cannot be used. */
export interface Surroundings {
  readonly config: ConfigFacts;
  readonly target: Target | null;
  /** Repositories that services and components name, beside that of the target. */
  readonly otherRepositories: readonly string[];
  readonly allowPublic: boolean;
  /** As a config says it that says nothing of it, where it cannot be used. */
  readonly claude: Config['claude'];
  /** Of Cloud Logging. */
  readonly readsPerMinute: number | null;
  readonly stateDir: string | null;
  readonly worklogDir: string | null;
  readonly worklog: Config['worklog'] | null;
  /** Paths below it are shown from there. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runtime: Runtime;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long one answer from the network may take. */
  readonly answerMs: number;
}

/** Every check, in the order they are shown. Nothing is looked at before they are run. */
export function listChecks(surroundings: Surroundings): Check[] {
  const {
    config,
    target,
    otherRepositories,
    allowPublic,
    claude,
    readsPerMinute,
    stateDir,
    worklogDir,
    worklog,
    cwd,
    env,
    runtime,
    now,
    answerMs,
  } = surroundings;
  const repository = target?.repository ?? null;
  const viewerOf = (name: string | null) => {
    const makeToken = appToken(env, name);
    const settings = { token: env.GITHUB_TOKEN || undefined, makeToken, address: env.GITHUB_API_URL || undefined };
    return askedOnce(() =>
      askViewer({ ...settings, needed: name !== '' }, (address, token) => createProbe(address, token, answerMs)),
    );
  };
  const viewer = viewerOf(repository);
  // A token is the same for all; that of an App is made for each.
  const otherViewer = (name: string) => (appToken(env, name) === null ? viewer : viewerOf(name));
  const findCredentials = () => findGoogleCredentials(env, () => askMetadataServer(env, answerMs));
  return [
    configFileCheck(
      config instanceof ConfigError || config.path === null ? config : { path: nameOf(config.path, cwd) },
    ),
    targetCheck(target),
    stateFolderCheck(stateDir === null ? null : stateFolder(stateDir, cwd, env.DATABASE_URL ?? '')),
    unfinishedCheck(async () => (stateDir === null ? 'unreadable' : readUnfinished(stateDir))),
    worklogFolderCheck(
      worklogDir === null ? null : { path: nameOf(worklogDir, cwd), whyNotWritable: () => whyNotWritable(worklogDir) },
    ),
    githubTokenCheck(viewer, now),
    githubRepositoryCheck(viewer, { repository, allowPublic }),
    githubPermissionsCheck(viewer, repository),
    githubContentsCheck(viewer, repository, worklog),
    ...otherRepositories.map((name) => otherRepositoryCheck(otherViewer(name), name, allowPublic)),
    githubLimitsCheck(viewer),
    googleCredentialsCheck(env.LOGGING_EMULATOR_HOST || undefined, findCredentials),
    googleLoggingCheck({
      project: target?.project ?? null,
      hasAccess: async () =>
        Boolean(env.LOGGING_EMULATOR_HOST) || !['none', 'unusable'].includes((await findCredentials()).kind),
      // The client takes half a second to import.
      connect: async (project) =>
        (await import('../../collect/cloud-logging/connect.ts')).connectCloudLogging(project, env),
      countRead: async (project) =>
        stateDir === null || readsPerMinute === null
          ? null
          : countRead(stateDir, { project, perMinute: readsPerMinute, now: now() }),
      now: () => new Date(now()).toISOString(),
    }),
    claudeCheck({
      claude,
      env,
      probe: (access, model) => probeModel(access, model, answerMs),
      findCredentials,
    }),
    runtimeCheck(runtime),
  ];
}

/** A GitHub App has a token only where it is installed, which the repository says. */
function appToken(env: Surroundings['env'], repository: string | null): (() => Promise<string>) | null {
  if (!env.GITHUB_APP_ID && !env.GITHUB_APP_PRIVATE_KEY) return null;
  return async () => {
    const [{ readApp }, { makeAppToken }] = await Promise.all([
      import('../../github/app.ts'),
      import('../../github/app-token.ts'),
    ]);
    const app = readApp(env);
    if (app === null || !repository) throw new UsageError('a GitHub App is set, but no repository it is installed on.');
    return makeAppToken(app, repository, env.GITHUB_API_URL || undefined);
  };
}

/** Several checks need to know who we are; GitHub is asked when the first of them does. */
function askedOnce(ask: () => Promise<Viewer>): () => Promise<Viewer> {
  let asked: Promise<Viewer> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

function stateFolder(path: string, cwd: string, databaseUrl: string) {
  return {
    path: nameOf(path, cwd),
    whyNotWritable: async () => (await whyNotWritable(path)) ?? (await whyFileNotWritable(join(path, STORE_FILE))),
    database: databaseUrl === '' ? null : nameOfDatabase(databaseUrl),
    readSchema: () => lookIntoStore(path, async (_store, schema) => schema, databaseUrl),
  };
}

function nameOf(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === '' || below.startsWith('..') ? path : below;
}

async function readUnfinished(stateDir: string): ReturnType<ReadUnfinished> {
  try {
    const found = await lookIntoStore(stateDir, async (store, { current, known }) => {
      if (current !== known) return 'unreadable';
      const number = async (status: 'pending' | 'approved' | 'posting') => (await listDrafts(store, { status })).length;
      return {
        drafts: {
          pending: await number('pending'),
          approved: await number('approved'),
          posting: await number('posting'),
        },
        openIntents: await intentsWithStatus(store),
      };
    });
    return found ?? 'no store';
  } catch (error) {
    // The check of the state folder says what is wrong with the store.
    if (error instanceof StoreError || error instanceof UsageError) return 'unreadable';
    throw error;
  }
}

async function intentsWithStatus(store: Store): Promise<Unfinished['openIntents']> {
  const found: { draft: string; status: Unfinished['openIntents'][number]['status'] }[] = [];
  for (const draft of new Set((await openIntents(store)).map((intent) => intent.draft))) {
    const status = (await getDraft(store, draft))?.state.status;
    if (status !== undefined) found.push({ draft, status });
  }
  return found;
}
