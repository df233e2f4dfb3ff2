import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { RejectRequest } from '../review/requests.ts';
import type { Store } from '../store/open.ts';
import { outputWidth } from './context.ts';
import { openReviewDeps } from './review-deps.ts';
import { refreshRuns, tell, withStore } from './with-drafts.ts';

interface RejectOptions {
  readonly reason: string;
  readonly muteUntil?: string;
  readonly muteTenfold?: true;
  readonly duplicateOf?: string;
  readonly apart?: true;
  readonly togetherWith?: string;
}

/** `drafts reject|undo|rulings|lift`: decisions that hold for later runs too, and how to take them back. */
export function registerDecisions(drafts: Command): void {
  drafts
    .command('reject')
    .description('reject a draft; it will not be posted')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why; it is kept with the draft')
    .option('--mute-until <time>', 'later runs leave the problem alone until this time (RFC 3339, with zone)')
    .option('--mute-tenfold', 'until it is ten times as frequent as in the run of this draft')
    .option('--duplicate-of <number>', 'it is tracked in this issue: later runs update that')
    .option('--apart', 'its patterns are problems of their own')
    .option('--together-with <fingerprint>', 'it is one problem with this one')
    .action(async (id: string, options: RejectOptions, command: Command) => {
      await withStore(command, async (store, context) => {
        const { rejectDraft } = await import('../review/reject.ts');
        const { requireDraft } = await import('../review/require-draft.ts');
        const { hash: seen } = await requireDraft(store, id);
        const ruling = await rulingOf(id, options, store);
        const request = await checked({ seen, reason: options.reason, ...(ruling && { ruling }) });
        const draft = await rejectDraft(id, request, await openReviewDeps(store, context, tell));
        await refreshRuns([draft.run], store, context.worklogDir);
        if (context.json) process.stdout.write(`${JSON.stringify(draft)}\n`);
        tell(
          ruling === null
            ? `Rejected ${id}. The next run drafts the problem again if it is still there; --help lists how to prevent that.`
            : `Rejected ${id}. Later runs respect it; take it back with: log-gardener drafts undo ${id}`,
        );
      });
    });

  drafts
    .command('undo')
    .description('take an approval or a rejection back, with its ruling')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withStore(command, async (store, context) => {
        const { undoDecision } = await import('../review/undo.ts');
        const { requireDraft } = await import('../review/require-draft.ts');
        const { hash: seen } = await requireDraft(store, id);
        const draft = await undoDecision(id, { seen }, { store, now: () => new Date().toISOString() });
        await refreshRuns([draft.run], store, context.worklogDir);
        if (context.json) process.stdout.write(`${JSON.stringify(draft)}\n`);
        tell(`Draft ${id} waits for review again.`);
      });
    });

  drafts
    .command('rulings')
    .description('list what reviewers decided for later runs')
    .action(async (_options: unknown, command: Command) => {
      await withStore(command, async (store, { json }) => {
        const { listRulings } = await import('../store/rulings.ts');
        const { sayRuling } = await import('../review/rulings.ts');
        const { onOneLine } = await import('./table.ts');
        const { wrap } = await import('./wrap.ts');
        const rulings = await listRulings(store);
        if (json) process.stdout.write(`${JSON.stringify(rulings)}\n`);
        else if (rulings.length === 0) tell('No rulings. They are made with: log-gardener drafts reject ID --help');
        else {
          const [width, rest] = [outputWidth(), '   '];
          const lines = rulings.flatMap((ruling) => [
            ...wrap(`${ruling.id}  ${ruling.at.slice(0, 10)}  draft ${ruling.draft}`, { width, first: '', rest }),
            ...wrap(`${sayRuling(ruling)}: ${onOneLine(ruling.reason)}`, { width, first: rest }),
          ]);
          process.stdout.write(`${lines.join('\n')}\n`);
        }
      });
    });

  drafts
    .command('lift')
    .description('take a ruling back; its draft stays rejected')
    .argument('<number>', 'as `drafts rulings` lists it')
    .action(async (number: string, _options: unknown, command: Command) => {
      await withStore(command, async (store, { json }) => {
        const { liftRuling, sayRuling } = await import('../review/rulings.ts');
        const deps = { store, now: () => new Date().toISOString() };
        const ruling = await liftRuling(wholeNumber('lift', number), deps);
        if (json) process.stdout.write(`${JSON.stringify(ruling)}\n`);
        tell(`Lifted: ${sayRuling(ruling)}.`);
      });
    });
}

/** The ruling that the options ask for, one at most; null = none. */
async function rulingOf(
  id: string,
  { muteUntil, muteTenfold, duplicateOf, apart, togetherWith }: RejectOptions,
  store: Store,
): Promise<RejectRequest['ruling'] | null> {
  const asked = [
    muteUntil !== undefined && (() => ({ kind: 'mute', until: muteUntil }) as const),
    muteTenfold && (() => ({ kind: 'mute', untilTenfold: true }) as const),
    duplicateOf !== undefined &&
      (() => ({ kind: 'duplicate', of: wholeNumber('--duplicate-of', duplicateOf) }) as const),
    apart && (async () => ({ kind: 'apart', patterns: await patternsOf(id, store) }) as const),
    togetherWith !== undefined && (() => ({ kind: 'together', with: togetherWith }) as const),
  ].filter((one) => typeof one === 'function');
  if (asked.length > 1) {
    throw new UsageError('Give one of --mute-until, --mute-tenfold, --duplicate-of, --apart and --together-with.');
  }
  return (await asked[0]?.()) ?? null;
}

async function patternsOf(id: string, store: Store): Promise<string[]> {
  const { requireDraft } = await import('../review/require-draft.ts');
  const { findCluster } = await import('../review/find-cluster.ts');
  const found = await findCluster(store, await requireDraft(store, id));
  const patterns = found?.triaged.cluster.patterns.map(({ fingerprint }) => fingerprint) ?? [];
  if (patterns.length > 1) return patterns;
  throw new UsageError(`--apart: draft ${id} is about one pattern, or its run is gone: there is nothing to part.`);
}

async function checked(request: object): Promise<RejectRequest> {
  const { RejectRequest } = await import('../review/requests.ts');
  const parsed = RejectRequest.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.path[0] === 'ruling') {
    throw new UsageError('--mute-until: give a time with zone, for example 2026-03-01T00:00:00Z.');
  }
  throw new UsageError('--reason: give a text of 1 to 1,000 characters.');
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text.replace(/^#/, ''));
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${option} "${text}": give a number, 1 or more.`);
}
