import type { DraftStatus } from '../model/draft.ts';
import type { Run } from '../model/run.ts';
import { count, formatNumber } from './words.ts';

/** Many things have one reason: it is told once, with what it holds for. */

const MOST_NAMED = 3;

/** `draft a`, `59 drafts (a, b, c and 56 more)`. */
export function countNamed(names: readonly string[], noun: string): string {
  const [only = ''] = names;
  return names.length === 1 ? `${noun} ${only}` : `${count(names.length, noun)} (${firstOf(names)})`;
}

function firstOf(names: readonly string[]): string {
  const left = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${left > 0 ? ` and ${formatNumber(left)} more` : ''}`;
}

const DRAFT = 'draft ';

/** What a run left out, each reason once. */
export function leftOutTogether(skipped: Run['skipped']): Run['skipped'] {
  return [...Map.groupBy(skipped, ({ because }) => because)].map(([because, all]) => {
    const whats = all.map(({ what }) => what);
    if (!whats.every((what) => what.startsWith(DRAFT))) return { what: firstOf(whats), because };
    return {
      what: countNamed(
        whats.map((what) => what.slice(DRAFT.length)),
        'draft',
      ),
      because,
    };
  });
}

/** What stands before the reason. GitHub may have taken what is still being posted. */
export function notPostedWords(status: DraftStatus['status']): string {
  return status === 'posting' ? 'Not known to be posted' : 'Not posted';
}

/** Drafts of a run that were to be posted and are not known to be, each reason once. */
export interface NotPosted {
  readonly because: string;
  readonly ids: readonly string[];
}

/**
 * `later`: nothing of them was posted; posting them again does. `unknown`: all of it or a part may stand on GitHub.
 * `refused`: not as they are.
 */
export function notPostedOf({ clusters, recoveries }: Run): Record<'later' | 'unknown' | 'refused', NotPosted[]> {
  const drafts = [...clusters, ...recoveries].flatMap(({ draft }) => draft ?? []);
  const tried = (status: 'approved' | 'posting') =>
    drafts.flatMap(({ id, state }) =>
      state.status === status && state.because !== undefined ? [{ id, because: state.because }] : [],
    );
  const refused = drafts.flatMap(({ id, state }) => (state.status === 'failed' ? [{ id, because: state.error }] : []));
  return { later: together(tried('approved')), unknown: together(tried('posting')), refused: together(refused) };
}

function together(all: readonly { readonly id: string; readonly because: string }[]): NotPosted[] {
  return [...Map.groupBy(all, ({ because }) => because)].map(([because, ones]) => ({
    because,
    ids: ones.map(({ id }) => id),
  }));
}
