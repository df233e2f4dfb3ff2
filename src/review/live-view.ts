/** A line of a difference. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The issue on GitHub as it is at this moment, beside what the draft would make of it. */
export interface LiveView {
  readonly issue: {
    readonly number: number;
    readonly title: string;
    readonly url: string;
    readonly state: 'open' | 'closed';
    readonly author: string;
    readonly labels: readonly string[];
    readonly updatedAt: string;
  } | null;
  /** sha-256 over everything of the issue that a person would want to know changed. Sent along with an approval. */
  readonly seen: string | null;
  /** Its body, line by line, as it is and as it would be. Empty = the body stays. */
  readonly diff: readonly DiffLine[];
  /** What is added beside: comment, labels, state; in words. */
  readonly changes: readonly string[];
  /** Whether it changed since the draft was written or approved, in words; null = it did not. */
  readonly changed: string | null;
  /** Why it could not be read: no token, GitHub down … Not read is not unchanged. */
  readonly unread: string | null;
}
