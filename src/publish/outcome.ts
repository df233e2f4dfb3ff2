import type { DraftStatus } from '../model/draft.ts';

/** What became of a draft that was to be posted. */
export type PublishOutcome =
  | {
      readonly draft: string;
      readonly status: 'posted';
      readonly state: DraftStatus;
      readonly issue: number;
      readonly url: string;
      /** `found` = it was on GitHub already: by an earlier try, or by another run for the same problem. */
      readonly how: 'created' | 'updated' | 'reopened' | 'closed' | 'found';
      /** What was left out, such as a label that the token may not set. */
      readonly notes: readonly string[];
      /** Earlier runs whose approved drafts gave way to it: their worklogs are to say so. */
      readonly supersededRuns: readonly string[];
    }
  /** It cannot be posted as it is; a person or another run has to look. */
  | { readonly draft: string; readonly status: 'failed'; readonly state: DraftStatus; readonly message: string }
  /** Not now: GitHub did not answer, or another process is posting. Nothing is lost; posting again goes on from here. */
  | { readonly draft: string; readonly status: 'postponed'; readonly state: DraftStatus; readonly message: string };
