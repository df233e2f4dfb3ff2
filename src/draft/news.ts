import { readEvidenceBlock } from '../github/evidence-block.ts';
import { parseMarkers } from '../github/marker.ts';
import type { Priority } from '../model/assessment.ts';
import type { Facts } from '../model/cluster.ts';
import type { Fix, IssueComment, IssueHistory } from '../model/issue.ts';
import type { DraftInput } from './input.ts';
import { isHigher } from './priority.ts';
import { sanitiseCode } from './sanitise.ts';

type Revision = Facts['revisions'][number];

/** What deserves a notification. The key stands in the marker of the comment, so that it is told once. */
export type News =
  | { readonly kind: 'regression'; readonly key: string; readonly fix: Fix | null }
  | { readonly kind: 'escalation'; readonly key: string; readonly from: Priority; readonly to: Priority }
  | { readonly kind: 'revision'; readonly key: string; readonly revision: Revision };

/**
 * The weightiest news about a known issue, or null: back after its fix, more urgent than in the last run, on a revision
 * that the issue does not name yet. What one of our comments told already is no news, except that reopening is always
 * explained.
 */
export function newsOf(input: DraftInput, history: IssueHistory): News | null {
  const { decision, cluster } = input;
  const told = new Set(
    history.ownComments
      .flatMap(({ body }) => parseMarkers(body))
      .filter(({ fingerprint }) => fingerprint === cluster.fingerprint)
      .map(({ news }) => news),
  );
  const news = [regression(input), escalation(input), newRevision(input, history)].filter((item) => item !== null);
  return (
    news.find(({ key, kind }) => !told.has(key) || (kind === 'regression' && decision.action === 'reopen')) ?? null
  );
}

function regression({ decision }: DraftInput): News | null {
  const { verdict, action } = decision;
  const fix = verdict?.fix ?? null;
  if (verdict?.kind === 'regressed') return { kind: 'regression', key: `regressed-${fix?.pull ?? 'unknown'}`, fix };
  return action === 'reopen' ? { kind: 'regression', key: 'seen-again', fix: null } : null;
}

function escalation({ priority, previousPriority }: DraftInput): News | null {
  if (previousPriority === null || !isHigher(priority, previousPriority)) return null;
  return { kind: 'escalation', key: `priority-${priority}`, from: previousPriority, to: priority };
}

/** Only against evidence that we wrote before: on the first contact everything is new. */
function newRevision({ cluster }: DraftInput, history: IssueHistory): News | null {
  const ours = [...(history.own ? [history.issue.body] : []), ...history.ownComments.map(({ body }) => body)];
  if (!ours.some((body) => readEvidenceBlock(body) !== null)) return null;
  const revision = latestRevision(cluster.facts);
  if (revision === null || ours.some((body) => namesRevision(body, revision.name))) return null;
  return { kind: 'revision', key: `revision-${revision.name.replace(/[^\w.-]/g, '-').slice(0, 100)}`, revision };
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

export function carriesMarker(text: string, fingerprint: string): boolean {
  return parseMarkers(text).some((marker) => marker.fingerprint === fingerprint);
}
