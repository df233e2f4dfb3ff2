/** What lies in the database: text, integers, and JSON as text, so that SQLite and PostgreSQL hold the same. */
export interface Tables {
  migrations: { version: number };
  runs: {
    id: string;
    /** Order in which the runs were begun. */
    number: number;
    service: string | null;
    project: string | null;
    /** In lower case; empty = none was configured. */
    repository: string | null;
    status: string | null;
    /** As a sortable instant (instant.ts). */
    window_until: string | null;
    /** Clusters that nobody could look into; null = ended before this was kept, or goes on. */
    failed: number | null;
    /** The Run as JSON; null while only its id is taken. */
    record: string | null;
  };
  /** Which problems a finished run saw, and to which repository each belonged; null = to that of the run. */
  sightings: { run: string; fingerprint: string; priority: string; repository: string | null };
  drafts: {
    id: string;
    /** Order in which the drafts were added. */
    number: number;
    run: string;
    repository: string;
    fingerprint: string;
    priority: string;
    title: string;
    /** DraftContent as JSON. */
    content: string;
    hash: string;
    status: string;
    /** DraftStatus as JSON; its `status` is the column of that name. */
    state: string;
    /** Who wrote it: `rules`, `claude` or `recovery`, and by which prompt; null = before this was kept. */
    author: string | null;
    /** What it was before a person edited it, a FirstDraft as JSON; null = nobody did. */
    original: string | null;
    /** RFC 3339; it stays when the edit is taken back. Null = nobody ever edited it. */
    edited_at: string | null;
  };
  /** What reviewers did with drafts, in order. */
  reviews: {
    /** Counts all acts, from 1. */
    number: number;
    draft: string;
    act: string;
    /** Of the content that was judged. */
    hash: string;
    at: string;
  };
  /** What reviewers decided for later runs. */
  rulings: {
    id: number;
    /** In lower case. */
    repository: string;
    /** The problem that its draft was about. */
    fingerprint: string;
    draft: string;
    kind: string;
    /** A Ruling's `rule` as JSON. */
    rule: string;
    reason: string;
    at: string;
    /** RFC 3339; null = it holds. */
    lifted_at: string | null;
  };
  /** What a reviewer was shown of the issue that a draft would change. */
  looks: {
    draft: string;
    /** sha-256 of the look. */
    seen: string;
    /** A Look as JSON. */
    look: string;
    at: string;
  };
  ledger: {
    draft: string;
    /** Counts the writes for this draft, from 1. */
    number: number;
    step: string;
    hash: string;
    action: string;
    at: string;
    /** Null = intended, and not known whether it happened. */
    outcome: string | null;
    outcome_at: string | null;
    detail: string | null;
  };
  /** Which issue tracks a problem. */
  issues: {
    /** In lower case. */
    repository: string;
    fingerprint: string;
    issue: number;
    /** Who we were on GitHub when we last wrote to it; null = written before this was kept. */
    login: string | null;
    /** When we last commented on it, as a sortable instant (instant.ts); null = never, or before this was kept. */
    commented_at: string | null;
  };
  /** What all runs saw of a problem on a service, whether it has an issue or not. Times are sortable instants (instant.ts). */
  tracked: {
    /** In lower case. */
    repository: string;
    /** As the entries name it; where they name none, that of the run. */
    service: string;
    fingerprint: string;
    title: string;
    first_seen: string;
    last_seen: string;
    /** On which it was last seen; null = the entries named none. */
    revision: string | null;
    /** The highest when it was last seen: a run that reads only what is above cannot miss it. */
    severity: string;
    /** Entries over all runs, none counted twice: up to `counted_until`. */
    total: number;
    /** The most entries in one hour. */
    peak: number;
    counted_until: string;
    /** Entries of the service that were read since it was last seen: of whole runs without it, so rather too few. */
    entries_since: number;
    /** What was said of its recovery since it was last seen: a Recovery's kind; null = nothing. */
    recovery_told: string | null;
  };
  /** GitHub's answers with their ETags, to be asked again at no cost. Text of private issues: it goes nowhere else. */
  responses: {
    key: string;
    etag: string;
    body: string;
    /** As a sortable instant (instant.ts): what was not used for longest goes first. */
    used_at: string;
  };
  /** When each revision of a service was first seen, over all runs. */
  revisions: {
    service: string;
    revision: string;
    /** As a sortable instant (instant.ts). */
    first_seen: string;
    /** 1 = an earlier revision was seen before it, so this was its start; else 0. */
    start_observed: number;
  };
  /** Templates of all runs. */
  templates: {
    fingerprint: string;
    /** Order in which the runs that first saw them were remembered. */
    number: number;
    /** As JSON. */
    tokens: string;
    /** Of the rules that made the tokens; null = remembered before this was kept. */
    version: string | null;
    /** Message and exception of one entry, redacted, as JSON; null = remembered before this was kept, or too long. */
    example: string | null;
  };
  /** How far a source was read. */
  watermarks: {
    key: string;
    /** As a sortable instant (instant.ts): everything that arrived before it was read, by Google's clock. */
    reached: string;
    /** As a sortable instant: where the last window ended, by the clock of this machine; null = at `reached`. */
    looked_until: string | null;
  };
  /** When reads started that count towards one quota, in milliseconds since 1970, as JSON; oldest first. */
  recent_reads: { key: string; starts: string };
  /** What was said to and by a model about a cluster, one per run. */
  transcripts: {
    run: string;
    fingerprint: string;
    /** sha-256 of the opening: the same opening begins the same conversation. */
    opening_hash: string;
    /** An Opening as JSON. */
    opening: string;
    /** How it ended, in words; null = it did not. */
    ended: string | null;
  };
  turns: {
    run: string;
    fingerprint: string;
    /** From 1. */
    number: number;
    /** A Turn as JSON. */
    record: string;
  };
  /** Readings that are shared out in slices, until they are put together. */
  plans: {
    run: string;
    /** The queue's job that makes the run. */
    job: string;
    service: string;
    /** draft or auto. */
    mode: string;
    /** RFC 3339 in UTC, to the millisecond. */
    begun_at: string;
    /** A SlicePlan as JSON. */
    record: string;
  };
  slices: {
    run: string;
    /** From 0. */
    number: number;
    /** open, read or failed. */
    status: string;
    /** Why it failed; else null. */
    because: string | null;
  };
  /** What was found in slices that were read: lines, some at a time, sealed (sealed.ts). */
  shards: {
    run: string;
    slice: number;
    /** From 0. */
    number: number;
    content: string;
  };
  /** A Tape as JSON, of the last runs. */
  tapes: { run: string; record: string };
  leases: { key: string; holder: string; expires_at: string };
}
