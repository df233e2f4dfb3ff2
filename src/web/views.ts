/**
 * What the review page is told: the JSON of its API (what it may ask for: review/requests.ts). The server makes these out of the store,
 * the client shows them; neither reads anything else of the other.
 */
import type { AffectedComponent, Evidence, Priority, Trend } from '../model/assessment.ts';
import type { Claim } from '../model/claim.ts';
import type { Cluster, Pattern } from '../model/cluster.ts';
import type { Completeness } from '../model/completeness.ts';
import type { Decision, DraftContent, DraftStatus } from '../model/draft.ts';
import type { IssueHistory } from '../model/issue.ts';
import type { Recovery } from '../model/recovery.ts';
import type { Investigation, SearchRecord, Suspect } from '../model/report.ts';
import type { Run } from '../model/run.ts';

export type { DiffLine, LiveView } from '../review/live-view.ts';

/** A run in the list of runs, the newest first. */
export interface RunRow {
  readonly id: string;
  readonly service: string;
  readonly status: Run['status'];
  readonly startedAt: string;
  readonly window: Run['window'];
  readonly clusters: number;
  /** Drafts of it that wait for a person. */
  readonly waiting: number;
}

/** One cluster as a line of the run view. */
export interface ClusterRow {
  readonly fingerprint: string;
  readonly title: string;
  readonly priority: Priority;
  readonly severity: Cluster['facts']['severity'];
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Entries in equal parts of the run's window, from its begin to its end: the sparkline. */
  readonly sparkline: readonly number[];
  /** Names of the configured components it touches. */
  readonly components: readonly string[];
  readonly services: readonly string[];
  /** owner/name, where its issue is kept elsewhere than in the repository of the run; null = there. */
  readonly repository: string | null;
  readonly decision: Decision | null;
  readonly draft: { readonly id: string; readonly status: DraftStatus['status']; readonly url: string | null } | null;
  /** Why it could not be looked into; null = nothing went wrong, or it was not begun. */
  readonly error: string | null;
}

/** Entries over the run's window, for all clusters together, and when revisions began. */
export interface WindowTimeline {
  readonly since: string;
  readonly widthSeconds: number;
  /** One number per bucket, by priority. */
  readonly counts: { readonly [P in Priority]: readonly number[] };
  readonly deploys: readonly { readonly service: string; readonly revision: string; readonly at: string }[];
}

export interface RunView {
  readonly run: Pick<
    Run,
    | 'id'
    | 'status'
    | 'version'
    | 'startedAt'
    | 'updatedAt'
    | 'service'
    | 'project'
    | 'repository'
    | 'window'
    | 'minSeverity'
    | 'filter'
    | 'mode'
    | 'investigator'
    | 'skipped'
    | 'warnings'
    | 'githubRequests'
    | 'cost'
  >;
  readonly collected: Completeness;
  /** Entries that were clustered, those that no cluster counts too; clusters; drafts by status; clusters by action. */
  readonly totals: {
    readonly entries: number;
    readonly clusters: number;
    readonly drafts: { readonly [S in DraftStatus['status']]: number };
    readonly actions: { readonly [A in Decision['action']]: number };
    readonly failed: number;
  };
  readonly clusters: readonly ClusterRow[];
  readonly timeline: WindowTimeline;
  readonly recoveries: readonly Recovery[];
}

/** A pattern, and its severity as people read it. */
export type PatternView = Pattern & { readonly severityWords: string };

/** One cluster whole: the evidence beside which its draft is judged. Text in it is by strangers, already redacted. */
export interface ClusterView {
  readonly run: string;
  readonly fingerprint: string;
  readonly title: string;
  readonly priority: Priority;
  /** Why this priority, in words. */
  readonly priorityRules: readonly string[];
  /** Why these patterns are one problem, in words. */
  readonly joinRules: readonly string[];
  readonly facts: Cluster['facts'];
  readonly evidence: readonly Evidence[];
  readonly components: readonly AffectedComponent[];
  readonly trend: Trend;
  readonly patterns: readonly PatternView[];
  readonly rootCause: Cluster['rootCause'];
  /** Revisions that began in the run's window on the services of this cluster. */
  readonly deploys: WindowTimeline['deploys'];
  readonly window: Run['window'];
  /** Where its issue is kept, where that is not the repository of the run, and what sends it there. */
  readonly elsewhere: { readonly repository: string; readonly by: string } | null;
  readonly decision: Decision | null;
  readonly investigation: {
    readonly investigator: Investigation['investigator'];
    readonly instead: string | null;
    readonly agent: Investigation['agent'];
    readonly restraint: Investigation['restraint'] | null;
    readonly because: string;
    readonly prose: Investigation['report']['prose'];
    readonly claims: readonly Claim[];
    readonly search: SearchRecord;
    readonly target: IssueHistory | null;
    readonly related: Investigation['report']['related'];
    readonly suspects: readonly Suspect[];
    readonly suspectsNote: string;
  } | null;
  readonly hasTranscript: boolean;
  readonly error: string | null;
  readonly draft: DraftView | null;
}

/** A mark in a preview: what a claim rests on. */
export interface ClaimMark {
  readonly text: string;
  readonly restsOn: readonly string[];
  /** Why nothing backs it; null where something does. */
  readonly because: string | null;
}

/** A draft as a person judges it. */
export interface DraftView {
  readonly id: string;
  readonly run: string;
  readonly fingerprint: string;
  readonly repository: string;
  readonly priority: Priority;
  readonly title: string;
  readonly content: DraftContent;
  readonly hash: string;
  readonly state: DraftStatus;
  /** The part that is edited, as Markdown: an issue's body, a comment (null = none is written). */
  readonly markdown: string | null;
  /**
   * What GitHub would show of it, rendered and sanitised. Claims of the prose stand in `<mark data-claim="N">`, N an
   * index of `marks`.
   */
  readonly html: string;
  readonly marks: readonly ClaimMark[];
  /** Claims of the text as it stands now (after edits too) that nothing backs. */
  readonly unbacked: readonly string[];
  /** Whether a person changed it, and since when. */
  readonly editedAt: string | null;
  /** What it was superseded by, or failed with; of one that is being posted by whom, and what if that ended. */
  readonly problem: string | null;
  /** What it would change, in a sentence: `comment on #12, add label P1`. */
  readonly does: string;
}

/** A draft as a line of the list over all runs. */
export interface DraftRow {
  readonly id: string;
  readonly run: string;
  readonly fingerprint: string;
  readonly priority: Priority;
  readonly title: string;
  /** The title without what the configured template puts before the name. */
  readonly name: string;
  readonly status: DraftStatus['status'];
  /** What it would change, or did, in a sentence; with the repository where that is not the one of its run. */
  readonly does: string;
  /** Of the issue it was posted to. */
  readonly url: string | null;
}

/** Drafts of all runs, those added last first. */
export interface DraftPage {
  readonly drafts: readonly DraftRow[];
  /** `after` of the page that follows; null = this is the last. */
  readonly next: number | null;
  /** All that the query finds, whatever their status. */
  readonly found: { readonly [S in DraftStatus['status']]: number };
}

/** What became of each draft that was to be posted. */
export type PostedRow =
  | {
      readonly draft: string;
      readonly status: 'posted';
      readonly issue: number;
      readonly url: string;
      readonly notes: readonly string[];
    }
  | { readonly draft: string; readonly status: NotPosted; readonly message: string };

/** `postponed`: nothing of it was posted. `unknown`: all of it or a part may be on GitHub. */
export type NotPosted = 'failed' | 'postponed' | 'unknown';

/** Every refusal, and every failure, in words for the person at the page. */
export interface ErrorView {
  readonly error: string;
}

/** A turn of a sub-agent, for people. */
export interface TranscriptView {
  readonly model: string;
  readonly prompt: string;
  readonly turns: readonly {
    readonly number: number;
    readonly said: readonly string[];
    readonly calls: readonly {
      readonly tool: string;
      readonly input: string;
      readonly result: string;
      readonly failed: boolean;
    }[];
    readonly tokens: { readonly input: number; readonly output: number };
    readonly usd: number | null;
  }[];
  readonly end: string | null;
}

/** A mute or pin that a reviewer made, which later runs respect. */
export interface RulingView {
  readonly id: number;
  readonly kind: 'mute' | 'together' | 'apart' | 'duplicate';
  readonly says: string;
  readonly reason: string;
  readonly at: string;
}

/** What goes out while somebody watches. */
export type ReviewEvent =
  | { readonly kind: 'run'; readonly run: string; readonly updatedAt: string; readonly status: Run['status'] }
  | {
      readonly kind: 'draft';
      readonly draft: string;
      readonly run: string;
      readonly hash: string;
      readonly status: DraftStatus['status'];
    };
