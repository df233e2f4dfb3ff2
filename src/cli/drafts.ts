import type { Command } from 'commander';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import type { Store } from '../store/open.ts';
import type { Context } from './context.ts';
import { registerDecisions } from './drafts-decide.ts';
import { registerEdit } from './drafts-edit.ts';
import { registerExport } from './drafts-export.ts';
import { describeDraft, draftTable } from './drafts-text.ts';
import { EXIT } from './exit-codes.ts';
import { openReviewDeps } from './review-deps.ts';
import { refreshPosted, refreshRuns, runsOf, tell, waitWords, withStore } from './with-drafts.ts';

const now = (): string => new Date().toISOString();

const STATUSES = ['pending', 'approved', 'posting', 'posted', 'rejected', 'failed'] as const;

/** `drafts list|show|edit|approve|reject|undo|post` and more: review without a page, for people and scripts. */
export function registerDrafts(program: Command, finish: (exit: number) => void): void {
  const drafts = program.command('drafts').description('look at drafts, edit, approve, reject and post them');

  drafts
    .command('list')
    .description('drafts of the last run, or of --run')
    .option('--run <run>', 'run id, or "all"')
    .option('--status <status>', STATUSES.join(', '))
    .action(async (options: { run?: string; status?: string }, command: Command) => {
      await withStore(command, async (store, { json, config }) => {
        const { listDrafts } = await import('../store/drafts.ts');
        const { getRun, lastRun } = await import('../store/runs.ts');
        const status = STATUSES.find((known) => known === options.status);
        if (options.status !== undefined && status === undefined) {
          throw new UsageError(`--status "${options.status}" is none of ${STATUSES.join(', ')}.`);
        }
        const run = options.run ?? (await lastRun(store))?.id ?? 'all';
        const found = await listDrafts(store, {
          ...(run === 'all' ? {} : { run }),
          ...(status === undefined ? {} : { status }),
        });
        if (found.length === 0 && options.run !== undefined && run !== 'all' && !(await getRun(store, run))) {
          throw new UsageError(`No run ${run} in ${store.where}. --run all lists the drafts of all runs.`);
        }
        if (json) process.stdout.write(`${JSON.stringify(found)}\n`);
        else if (found.length > 0) process.stdout.write(`${await draftTable(found, config.issue.title)}\n`);
        else tell(await noDrafts(store, run, options.run, status));
      });
    });

  drafts
    .command('show')
    .description('print what a draft would post')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withStore(command, async (store, { json }) => {
        const { requireDraft } = await import('../review/require-draft.ts');
        const draft = await requireDraft(store, id);
        process.stdout.write(json ? `${JSON.stringify(draft)}\n` : describeDraft(draft));
      });
    });

  drafts
    .command('approve')
    .description('approve exactly what a draft says now')
    .argument('<id...>')
    .option('--seen <hash>', 'only if it still says what `drafts show` showed; for one draft')
    .action(async (ids: string[], options: { seen?: string }, command: Command) => {
      if (options.seen !== undefined && ids.length > 1) {
        throw new UsageError('--seen: one hash is of one draft. Approve one at a time.');
      }
      if (options.seen !== undefined && !/^[0-9a-f]{64}$/.test(options.seen)) {
        throw new UsageError('--seen: give the whole hash, 64 characters, as `drafts show` says it.');
      }
      await withStore(command, async (store, { json, worklogDir }) => {
        const { approveDraft } = await import('../review/approve.ts');
        const { requireDraft } = await import('../review/require-draft.ts');
        const approved: Draft[] = [];
        try {
          for (const id of ids) {
            const { hash } = await requireDraft(store, id);
            const seen = options.seen ?? hash;
            approved.push(await approveDraft(id, { seen, live: null }, { store, now }));
            tell(`Approved ${id}.`);
          }
        } finally {
          await refreshRuns(runsOf(approved), store, worklogDir);
        }
        if (json) process.stdout.write(`${JSON.stringify(approved)}\n`);
        tell('Post with: log-gardener drafts post');
      });
    });

  registerEdit(drafts);
  registerDecisions(drafts);
  registerExport(drafts);

  drafts
    .command('post')
    .description('post approved drafts to GitHub, each exactly once')
    .argument('[id...]', 'draft ids (default: all that are approved)')
    .action(async (ids: string[], _options: unknown, command: Command) => {
      await withStore(command, async (store, context) => {
        finish(await postAndReport(ids, store, context));
      });
    });
}

/** The last run may have drafted nothing while drafts of earlier ones wait. `run`: all, one that was asked for, or the last. */
async function noDrafts(
  store: Store,
  run: string,
  asked: string | undefined,
  status: string | undefined,
): Promise<string> {
  const none = status === undefined ? 'No drafts' : `No ${status} drafts`;
  if (run === 'all') return `${none} in ${store.where}.`;
  if (asked !== undefined) return `${none} of run ${run}.`;
  const { listDrafts } = await import('../store/drafts.ts');
  const { count } = await import('../wording/words.ts');
  const waiting = (await listDrafts(store, { status: 'pending' })).filter((draft) => draft.run !== run).length;
  const earlier =
    waiting === 0 ? '' : `\n${count(waiting, 'draft')} of earlier ones to review: log-gardener drafts list --run all`;
  return `${none} of the last run, ${run}.${earlier}`;
}

async function postAndReport(ids: readonly string[], store: Store, context: Context): Promise<number> {
  const { postDrafts } = await import('../review/post.ts');
  const { getDraft } = await import('../store/drafts.ts');
  const deps = await openReviewDeps(store, context, tell);
  const onWait = (message: string): void => tell(waitWords(message));
  const results = await postDrafts(ids.length > 0 ? ids : 'approved', { ...deps, onWait });
  const posted = await Promise.all(results.map(({ draft }) => getDraft(store, draft)));
  const superseded = results.flatMap((result) => (result.status === 'posted' ? result.supersededRuns : []));
  const runs = [...runsOf(posted.filter((draft) => draft !== null)), ...superseded];
  const isWritten = await refreshPosted(runs, { ...deps, worklogDir: context.worklogDir });
  if (context.json) process.stdout.write(`${JSON.stringify(results)}\n`);
  for (const result of results) {
    const outcome = result.status === 'posted' ? result.url : `${result.status}: ${result.message}`;
    tell(`${result.draft}: ${outcome}`);
    for (const note of result.status === 'posted' ? result.notes : []) tell(`  ${note}`);
  }
  if (results.length === 0) tell('No approved drafts. Approve one with: log-gardener drafts approve ID');
  return isWritten && results.every((result) => result.status === 'posted') ? EXIT.done : EXIT.partial;
}
