import { describe, expect, it } from 'vitest';
import type { Past } from '../../src/assess/tracking.ts';
import { issueBody, LONGEST_TEXT } from '../../src/draft/body.ts';
import { draftFor } from '../../src/draft/draft.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import { isCoolingDown } from '../../src/draft/news.ts';
import { replaceEvidenceBlock } from '../../src/github/evidence-block.ts';
import { generateMarker, parseMarkers } from '../../src/github/marker.ts';
import type { IssueChange } from '../../src/model/draft.ts';
import type { IssueHistory } from '../../src/model/issue.ts';
import { cluster, draftInput, evidence, facts, history, issue, ownComment, updateInput } from '../support/drafting.ts';

const HOUR = 3_600_000;

function past(overrides: Partial<Past> = {}): Past {
  const services = ['netra-backend-staging'];
  return { firstSeen: '2025-09-10T08:00:00Z', total: 500, peak: 20, services, byService: [], ...overrides };
}

/** Our issue as it was when it was made. */
function ours(more: Partial<IssueHistory> = {}, body = issueBody(draftInput())): IssueHistory {
  return history({ own: true, issue: issue({ body }), ...more });
}

/** So many entries within one hour. */
function burst(count: number, more: Partial<DraftInput> = {}, target = ours()): DraftInput {
  const start = Date.UTC(2025, 8, 12, 20) / 1000;
  const own = facts({ count, timeline: { widthSeconds: 300, buckets: [[start, count]] } });
  const input = updateInput(target, { cluster: cluster({ facts: own }), past: past(), ...more });
  return { ...input, assessment: { ...input.assessment, evidence: evidence(['entries', count]) } };
}

function change(input: DraftInput): IssueChange {
  const { content } = draftFor(input);
  if (content === null || content.action === 'create') throw new Error('expected a change of an issue');
  return content;
}

const newsIn = (comment: string | null): string | undefined => parseMarkers(comment ?? '')[0]?.news;

describe('ten times as many entries an hour as ever', () => {
  it('is told once for each power of ten', () => {
    const { comment } = change(burst(200));
    expect(comment).toContain('**At least ten times as many.** 200 entries in the busiest hour; 20 at most before.');
    expect(newsIn(comment)).toBe('count-100');
    const told = ours({ ownComments: [ownComment(comment ?? '')] });
    expect(change(burst(210, {}, told)).comment).toBeNull();
    expect(newsIn(change(burst(2_000, {}, told)).comment)).toBe('count-1000');
  });

  it('is not nine times as many, and nothing of which no earlier run is known', () => {
    expect(change(burst(199)).comment).toBeNull();
    expect(change(burst(200, { past: null })).comment).toBeNull();
    expect(change(burst(200, { past: past({ peak: 0 }) })).comment).toBeNull();
  });
});

describe('another service', () => {
  it('is told once', () => {
    const elsewhere = past({ services: ['netra-auth'] });
    const { comment } = change(burst(30, { past: elsewhere }));
    expect(comment).toContain('**On another service too: `netra-backend-staging`.**');
    const told = ours({ ownComments: [ownComment(comment ?? '')] });
    expect(change(burst(31, { past: elsewhere }, told)).comment).toBeNull();
  });
});

describe('the cool-down', () => {
  const marker = generateMarker({ fingerprint: cluster().fingerprint, run: 'r', draft: 'r-1' });
  const told = ours({ ownComments: [ownComment(`News.\n\n${marker}\n`, { createdAt: '2025-09-12T12:00:00Z' })] });

  it('holds while one of our comments on the problem is younger', () => {
    const holds = (now: string) => isCoolingDown(told, cluster().fingerprint, now, HOUR);
    expect(holds('2025-09-12T12:59:00Z')).toBe(true);
    expect(holds('2025-09-12T13:00:00Z')).toBe(false);
    expect(isCoolingDown(told, 'lg15e55100000000002', '2025-09-12T12:59:00Z', HOUR)).toBe(false);
    expect(isCoolingDown(null, cluster().fingerprint, '2025-09-12T12:59:00Z', HOUR)).toBe(false);
  });

  it('leaves a rise, a service and a revision to the evidence, which is brought up to date', () => {
    const content = change(burst(200, { isCoolingDown: true, past: past({ services: ['netra-auth'] }) }));
    expect(content.comment).toBeNull();
    expect(content.evidenceBlock).toContain('| E1 | entries | 200 |');
  });

  it('keeps no higher priority back', () => {
    const { comment } = change(burst(200, { isCoolingDown: true, previousPriority: 'P3' }));
    expect(comment).toContain('**More urgent: P3 → P2.**');
  });
});

describe('what earlier runs saw', () => {
  it('stands in the evidence where it goes back further than the window', () => {
    const { evidenceBlock } = change(burst(30));
    expect(evidenceBlock).toContain('Over all runs: first seen 2025-09-10 08:00 UTC, at least 500 entries since.');
  });

  it('is left out where the window says it all', () => {
    const same = past({ firstSeen: facts().firstSeen });
    for (const known of [null, same]) {
      expect(change(burst(30, { past: known })).evidenceBlock).not.toContain('Over all runs');
    }
  });
});

describe('a body with little room left', () => {
  const fresh = issueBody(draftInput());
  const full = (room: number): IssueHistory =>
    ours(
      {},
      fresh.replace('## Evidence', () => `${'x'.repeat(LONGEST_TEXT - fresh.length - room - 2)}\n\n## Evidence`),
    );

  it('gets its evidence without the chart', () => {
    const target = full(0);
    const input = burst(30, { past: null }, target);
    const rows = Array.from({ length: 9 }, (_, nth) => [`fact ${nth}`, 'a word or two'] as const);
    const content = change({ ...input, assessment: { ...input.assessment, evidence: evidence(...rows) } });
    expect(content.evidenceHome).toEqual({ in: 'body' });
    expect(content.evidenceBlock).not.toContain('mermaid');
    expect(replaceEvidenceBlock(target.issue.body, content.evidenceBlock).length).toBeLessThanOrEqual(LONGEST_TEXT);
  });

  it('with none at all leaves the evidence to a comment, and from then on to that one', () => {
    const withBlock = full(0);
    const cut = withBlock.issue.body.replace(/```mermaid[\s\S]*?```\n\n/, () => '');
    const target = ours({}, cut + 'x'.repeat(LONGEST_TEXT - cut.length));
    const long = evidence(...Array.from({ length: 20 }, (_, nth) => [`fact ${nth}`, 'y'.repeat(50)] as const));
    const input = burst(30, { past: null }, target);
    const crowded = { ...input, assessment: { ...input.assessment, evidence: long } };
    const content = change(crowded);
    expect(content.evidenceHome).toEqual({ in: 'new-comment' });
    expect(content.comment).toContain('fact 19');
    const later = { ...target, ownComments: [ownComment(content.comment ?? '')] };
    const again = draftFor({ ...crowded, investigation: { ...crowded.investigation, target: later } });
    expect(again.decision.action).toBe('skip');
  });
});
