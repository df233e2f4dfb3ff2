import { isCancel, log, select, text } from '@clack/prompts';
import type { Draft } from '../model/draft.ts';
import { GitHubError, UsageError } from '../model/errors.ts';
import type { TriagedCluster } from '../model/run.ts';
import type { LiveDeps } from '../review/deps.ts';
import { rejectDraft } from '../review/reject.ts';
import { RejectRequest } from '../review/requests.ts';
import { getDraft } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import type { Streams } from './streams.ts';

type Ruling = NonNullable<RejectRequest['ruling']>;
type Choice = 'again' | 'until' | 'tenfold' | 'duplicate' | 'apart' | 'together';

/**
 * Asks why a draft is rejected and what later runs shall make of it, and rejects it. Where that cannot be, why not is said
 * and the answer asked for again; the reason stays.
 *
 * @returns false = the person thought better of it
 * @throws UsageError when the draft is not what it was any more
 */
export async function askAndReject(
  draft: Draft,
  triaged: TriagedCluster | null,
  deps: LiveDeps & { readonly streams: Streams },
): Promise<boolean> {
  const { streams } = deps;
  const validate = (value: string | undefined): string | undefined =>
    (value ?? '').trim() === '' ? 'A word or two; it tells the next reviewer why.' : undefined;
  const reason = await text({ message: 'Why not?', validate, ...streams });
  if (isCancel(reason)) return false;
  const patterns = triaged?.cluster.patterns.map(({ fingerprint }) => fingerprint) ?? [];
  let choice: Choice | null = null;
  while (true) {
    choice ??= await askChoice(patterns, streams);
    if (choice === null) return false;
    const ruling = choice === 'again' ? undefined : await askRuling(choice, patterns, streams);
    if (ruling === null) {
      choice = null;
      continue;
    }
    try {
      await rejectDraft(draft.id, { seen: draft.hash, reason, ...(ruling && { ruling }) }, deps);
      return true;
    } catch (error) {
      if (!(error instanceof UsageError || error instanceof GitHubError)) throw error;
      if (!(await isAsSeen(draft, deps.store))) throw error;
      log.error(error.message, streams);
      // Only what is typed can be answered otherwise.
      if (!isTyped(choice)) choice = null;
    }
  }
}

async function isAsSeen({ id, hash }: Draft, store: Store): Promise<boolean> {
  const now = await getDraft(store, id);
  return now?.state.status === 'pending' && now.hash === hash;
}

/** Null = the person thought better of it. */
async function askChoice(patterns: readonly string[], streams: Streams): Promise<Choice | null> {
  const choice = await select<Choice>({
    message: 'And later runs?',
    options: [
      { value: 'again', label: 'Draft it again if it is still there' },
      { value: 'until', label: 'Leave it alone until a time' },
      { value: 'tenfold', label: 'Leave it alone until it is ten times as frequent' },
      { value: 'duplicate', label: 'It is tracked in another issue' },
      ...(patterns.length > 1 ? [{ value: 'apart', label: 'Its patterns are problems of their own' } as const] : []),
      { value: 'together', label: 'It is one problem with another' },
    ],
    ...streams,
  });
  return isCancel(choice) ? null : choice;
}

/** Null = the person wants to choose again. */
async function askRuling(
  choice: Exclude<Choice, 'again'>,
  patterns: string[],
  streams: Streams,
): Promise<Ruling | null> {
  if (choice === 'tenfold') return { kind: 'mute', untilTenfold: true };
  if (choice === 'apart') return { kind: 'apart', patterns };
  const { message, placeholder, make } = QUESTIONS[choice];
  const isWrong = (value: string | undefined): string | undefined =>
    RejectRequest.shape.ruling.safeParse(make((value ?? '').trim())).success ? undefined : `For example ${placeholder}`;
  const answer = await text({ message, placeholder, validate: isWrong, ...streams });
  return isCancel(answer) ? null : make(answer.trim());
}

function isTyped(choice: Choice): choice is keyof typeof QUESTIONS {
  return choice in QUESTIONS;
}

const QUESTIONS: Readonly<
  Record<'until' | 'duplicate' | 'together', { message: string; placeholder: string; make: (answer: string) => Ruling }>
> = {
  until: {
    message: 'Until when, with zone?',
    placeholder: '2026-03-01T00:00:00Z',
    make: (until) => ({ kind: 'mute', until }),
  },
  duplicate: {
    message: 'In which issue?',
    placeholder: '#169',
    make: (number) => ({ kind: 'duplicate', of: Number(number.replace(/^#/, '')) }),
  },
  together: {
    message: 'With which fingerprint?',
    placeholder: 'lg10123456789abcdef',
    make: (fingerprint) => ({ kind: 'together', with: fingerprint }),
  },
};
