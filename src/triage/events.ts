import type { Decision, DraftStatus } from '../model/draft.ts';

/** What a run tells whoever watches it, in the order it happens. */
export type TriageEvent =
  | { readonly kind: 'reading'; readonly entries: number }
  | { readonly kind: 'clustered'; readonly entries: number; readonly kept: number; readonly clusters: number }
  | { readonly kind: 'investigating'; readonly title: string }
  /** A sub-agent asks the model, or runs the tools it was asked for. */
  | {
      readonly kind: 'turn';
      readonly title: string;
      readonly turn: number;
      /** Characters of the answer that came so far. */
      readonly written: number;
      readonly tools: readonly string[];
      /** What the cluster cost so far, in US dollars. */
      readonly usd: number;
    }
  | {
      readonly kind: 'decided';
      readonly title: string;
      readonly action: Decision['action'];
      readonly issue: number | null;
      /** owner/name, where that is not the repository of the run. */
      readonly repository: string | undefined;
      readonly done: number;
      readonly of: number;
    }
  | {
      readonly kind: 'failed';
      readonly title: string;
      readonly error: string;
      readonly done: number;
      readonly of: number;
    }
  | { readonly kind: 'posting'; readonly title: string }
  | { readonly kind: 'posted'; readonly title: string; readonly url: string }
  | {
      readonly kind: 'not-posted';
      readonly title: string;
      /** Of the draft now: of one that is `posting` nobody knows whether GitHub took it. */
      readonly status: DraftStatus['status'];
      readonly because: string;
    }
  | { readonly kind: 'note'; readonly text: string }
  /** What keeps it waiting; of interest until that is over. */
  | { readonly kind: 'waiting'; readonly text: string };
