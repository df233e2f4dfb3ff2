import { busiestHour } from '../assess/busiest-hour.ts';
import { readEvidenceBlock } from '../github/evidence-block.ts';
import { parseMarkers } from '../github/marker.ts';
import type { Priority } from '../model/assessment.ts';
import type { Facts } from '../model/cluster.ts';
import type { Fix, IssueComment, IssueHistory } from '../model/issue.ts';
import type { DraftInput } from './input.ts';
import { hasPriority } from './labels.ts';
import { hasRisen } from './priority.ts';
import { sanitiseCode } from './sanitise.ts';

type Revision = Facts['revisions'][number];

/** What deserves a notification. The key stands in the marker of the comment, so that it is told once. */
export type News =
  | { readonly kind: 'regression'; readonly key: string; readonly fix: Fix | null }
  | { readonly kind: 'escalation'; readonly key: string; readonly from: Priority; readonly to: Priority }
  | { readonly kind: 'tenfold'; readonly key: string; readonly before: number; readonly now: number }
  | { readonly kind: 'spread'; readonly key: string; readonly services: readonly string[] }
  | { readonly kind: 'revision'; readonly key: string; readonly revision: Revision };

/** What is told also shortly after another comment: each of them once for a fix or a priority. */
const URGENT: ReadonlySet<News['kind']> = new Set(['regression', 'escalation']);

/**
 * The weightiest news about a known issue, or null: back after its fix, more urgent than in the last run and than its
 * labels say, ten times as many entries an hour as ever, on another service, on a revision that the issue does not name yet. What one of our
 * comments told already is no news, except that reopening is always explained.
 */
export function newsOf(input: DraftInput, history: IssueHistory): News | null {
  const { decision, cluster } = input;
  const told = new Set(
    history.ownComments
      .flatMap(({ body }) => parseMarkers(body))
      .filter(({ fingerprint }) => fingerprint === cluster.fingerprint)
      .map(({ news }) => news),
  );
  const news = [
    regression(input),
    escalation(input, history),
    tenfold(input),
    wider(input),
    newRevision(input, history),
  ].filter((item) => item !== null);
  const untold = news.find(
    ({ key, kind }) => !told.has(key) || (kind === 'regression' && decision.action === 'reopen'),
  );
  return untold === undefined || (input.isCoolingDown && !URGENT.has(untold.kind)) ? null : untold;
}

function regression({ decision }: DraftInput): News | null {
  const { verdict, action } = decision;
  const fix = verdict?.fix ?? null;
  if (verdict?.kind === 'regressed') return { kind: 'regression', key: `regressed-${fix?.pull ?? 'unknown'}`, fix };
  return action === 'reopen' ? { kind: 'regression', key: 'seen-again', fix: null } : null;
}

function escalation(input: DraftInput, { issue }: IssueHistory): News | null {
  const { priority, previousPriority } = input;
  if (previousPriority === null || !hasRisen(input)) return null;
  // It was as urgent before, a comment about a regression told it, or a person said so.
  if (hasPriority(issue.labels, priority)) return null;
  return { kind: 'escalation', key: `priority-${priority}`, from: previousPriority, to: priority };
}

const TENFOLD = 10;

/** By the hour, so that it does not matter how long the windows are. Each power of ten is told once. */
function tenfold({ cluster, past }: DraftInput): News | null {
  const now = busiestHour(cluster.facts.timeline)?.count ?? 0;
  if (past === null || past.peak === 0 || now < TENFOLD * past.peak) return null;
  return { kind: 'tenfold', key: `count-${10 ** (String(now).length - 1)}`, before: past.peak, now };
}

function wider({ cluster, past }: DraftInput): News | null {
  if (past === null) return null;
  const services = cluster.facts.services.map(({ name }) => name);
  const added = services.filter((name) => name !== '' && !past.services.includes(name));
  const [first] = added;
  return first === undefined ? null : { kind: 'spread', key: `service-${asKey(first)}`, services: added };
}

/** Only against evidence that we wrote before: on the first contact everything is new. */
function newRevision({ cluster, investigation }: DraftInput, history: IssueHistory): News | null {
  const remembered = investigation.search.remembered?.issue ?? null;
  const isOurs = history.own || isOurBody(history, cluster.fingerprint, remembered);
  const ours = [...(isOurs ? [history.issue.body] : []), ...history.ownComments.map(({ body }) => body)];
  if (!ours.some((body) => readEvidenceBlock(body) !== null)) return null;
  const revision = latestRevision(cluster.facts);
  if (revision === null || ours.some((body) => namesRevision(body, revision.name))) return null;
  return { kind: 'revision', key: `revision-${asKey(revision.name)}`, revision };
}

const asKey = (name: string): string => name.replace(/[^\w.-]/g, '-').slice(0, 100);

/**
 * Whether one of our comments about this problem is younger than the cool-down.
 *
 * @param now RFC 3339
 */
export function isCoolingDown(
  history: IssueHistory | null,
  fingerprint: string,
  now: string,
  coolDownMs: number,
): boolean {
  const own = (history?.ownComments ?? []).filter(({ body }) => carriesMarker(body, fingerprint));
  return own.some(({ createdAt }) => Date.parse(now) - Date.parse(createdAt) < coolDownMs);
}

/** Whether a text names a revision, as it is written there: `api-1` is not named by `api-10`. */
function namesRevision(body: string, name: string): boolean {
  const shown = sanitiseCode(name);
  for (let at = body.indexOf(shown); at >= 0; at = body.indexOf(shown, at + 1)) {
    const around = `${body[at - 1] ?? ' '}${body[at + shown.length] ?? ' '}`;
    if (!/[\w.-]/.test(around)) return true;
  }
  return false;
}

/** The revision that logged it last. */
export function latestRevision({ revisions }: Pick<Facts, 'revisions'>): Revision | null {
  const named = revisions.filter(({ name }) => name !== '');
  const byLastSeen = named.toSorted(
    (a, b) => Date.parse(b.lastSeen) - Date.parse(a.lastSeen) || (a.name < b.name ? -1 : 1),
  );
  return byLastSeen[0] ?? null;
}

/** Our comment that holds the counts of this problem on an issue that is not ours. */
export function rollingComment(history: IssueHistory, fingerprint: string): IssueComment | null {
  const holds = ({ body }: IssueComment): boolean =>
    readEvidenceBlock(body) !== null && carriesMarker(body, fingerprint);
  return history.ownComments.find(holds) ?? null;
}

/**
 * Whether the body is ours and about this problem: by its marker, or, where somebody deleted that and left the evidence,
 * as a comment of ours says or the store remembers.
 *
 * @param remembered the issue by which the store remembers the problem
 */
export function isOurBody(history: IssueHistory, fingerprint: string, remembered: number | null): boolean {
  const { issue, own, byUs, ownComments } = history;
  if (own && carriesMarker(issue.body, fingerprint)) return true;
  const lostItsMarker = byUs && parseMarkers(issue.body).length === 0 && readEvidenceBlock(issue.body) !== null;
  const isKnown = remembered === issue.number || ownComments.some(({ body }) => carriesMarker(body, fingerprint));
  return lostItsMarker && isKnown && rollingComment(history, fingerprint) === null;
}

function carriesMarker(text: string, fingerprint: string): boolean {
  return parseMarkers(text).some((marker) => marker.fingerprint === fingerprint);
}
