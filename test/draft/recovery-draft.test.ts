import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { issueBody, LONGEST_TEXT } from '../../src/draft/body.ts';
import type { RecoveryVerdict } from '../../src/draft/recovery.ts';
import { draftRecovery, type RecoveryInput, tellsOfRecovery } from '../../src/draft/recovery-draft.ts';
import { readEvidenceBlock, replaceEvidenceBlock } from '../../src/github/evidence-block.ts';
import type { IssueChange } from '../../src/model/draft.ts';
import type { Issue, IssueHistory } from '../../src/model/issue.ts';
import { cluster, draftInput, FIX, history, issue, ownComment } from '../support/drafting.ts';
import { liveIn } from '../support/live-text.ts';

const BODY = issueBody(draftInput());
const QUIET: RecoveryVerdict = { kind: 'quiet', fix: null, reasons: ['no merged pull request is known as its fix'] };
const HOLDS: RecoveryVerdict = {
  kind: 'holds',
  fix: FIX,
  holder: {
    service: 'api',
    revision: 'api-00002-bbb',
    entries: 90,
    firstSeen: '2025-09-12T09:14:00Z',
    lastSeen: '2025-09-15T00:00:00Z',
    startObserved: true,
  },
  reasons: ['#421 is in `api-00002-bbb`'],
};

function gone(overrides: Partial<RecoveryInput> = {}): RecoveryInput {
  return {
    run: { id: '2025-09-15T12-00-00Z', window: { until: '2025-09-15T12:00:00Z' } },
    draftId: '2025-09-15T12-00-00Z-1',
    fingerprint: cluster().fingerprint,
    services: ['api'],
    lastSeen: '2025-09-12T08:00:00Z',
    revision: 'api-00001-aaa',
    entriesSince: 1_234,
    history: ours(),
    verdict: QUIET,
    config: Config.parse({}),
    ...overrides,
  };
}

function ours(more: Partial<Issue> = {}, rest: Partial<IssueHistory> = {}): IssueHistory {
  return history({ own: true, issue: issue({ body: BODY, ...more }), ...rest });
}

function change(input: RecoveryInput): IssueChange {
  const outcome = draftRecovery(input);
  if (outcome.content === null) throw new Error(outcome.because);
  return outcome.content;
}

function whyNothing(input: RecoveryInput): string {
  const outcome = draftRecovery(input);
  return outcome.content === null ? outcome.because : 'something';
}

const CLOSED = { state: 'closed', stateReason: 'completed', closedAt: '2025-09-12T09:00:00Z' } as const;
const LINE =
  '**Not seen since 2025-09-12 08:00 UTC**, last on `api-00001-aaa`: at least 1,234 entries of `api` read since, up to 2025-09-15 12:00 UTC';

describe('one line in the evidence', () => {
  it('says when it was last seen, where, and what was read since; all else stays byte for byte', () => {
    const content = change(gone());
    expect(content).toMatchObject({ action: 'update', comment: null, labels: [], evidenceHome: { in: 'body' } });
    const before = readEvidenceBlock(BODY) ?? '';
    expect(content.evidenceBlock.replace(`${LINE}.\n\n`, '')).toBe(before);
    expect(readEvidenceBlock(content.evidenceBlock)).toBe(content.evidenceBlock);
    expect(tellsOfRecovery(content)).toBe(true);
  });

  it('takes the place of an older one, also after GitHub’s editor changed the ends of the lines', () => {
    const earlier = change(gone({ lastSeen: '2025-09-10T08:00:00Z' })).evidenceBlock.replaceAll('\n', '\r\n');
    const content = change(gone({ history: ours({ body: replaceEvidenceBlock(BODY, earlier) }) }));
    expect(content.evidenceBlock.match(/Not seen since/g)).toHaveLength(1);
    expect(content.evidenceBlock).toContain(LINE);
  });

  it('is not written again', () => {
    const { evidenceBlock } = change(gone());
    const again = gone({ entriesSince: 9_999, history: ours({ body: replaceEvidenceBlock(BODY, evidenceBlock) }) });
    expect(whyNothing(again)).toBe('#169 says so already');
  });

  it('goes into our comment on somebody else’s issue', () => {
    const comment = ownComment(BODY, { id: 7_002 });
    const content = change(gone({ history: history({ ownComments: [comment] }) }));
    expect(content.evidenceHome).toEqual({ in: 'comment', id: 7_002 });
  });

  it.each<[string, IssueHistory]>([
    ['is locked', ours({ locked: true })],
    ['was closed as not planned', ours({ ...CLOSED, stateReason: 'not_planned' })],
    ['was closed as duplicate', ours({ ...CLOSED, stateReason: 'duplicate' })],
    ['is closed', ours(CLOSED)],
    ['has no evidence of ours any more', ours({ body: 'rewritten by hand' })],
    ['has no room for another line', ours({ body: BODY + ' '.repeat(LONGEST_TEXT - BODY.length) })],
  ])('is left out where the issue %s', (because, target) => {
    expect(whyNothing(gone({ history: target }))).toContain(because);
  });
});

describe('a fix that holds', () => {
  const holds = (overrides: Partial<RecoveryInput> = {}) => gone({ verdict: HOLDS, ...overrides });

  it('is told in one comment that says how it is known, and suggests to close', () => {
    const content = change(holds());
    expect(content.action).toBe('update');
    expect(content.evidenceBlock).toContain(`${LINE}; #421 holds.`);
    expect(content.comment).toContain(
      '**The fix holds.** #421 (merged 2025-09-11 18:02 UTC) is in `api-00002-bbb`, first logged 2025-09-12 09:14 UTC; ' +
        'the error was last seen 2025-09-12 08:00 UTC on `api-00001-aaa`, and is in none of the entries that were read since, at least 1,234 entries of `api`.',
    );
    expect(content.comment).toContain('**Next:** close this issue; it is opened again should the error come back.');
  });

  it('closes the issue where the policy says so', () => {
    const config = Config.parse({ recovery: { closing: 'close' }, regression: 'new' });
    const content = change(holds({ config }));
    expect(content).toMatchObject({ action: 'close', as: 'completed' });
    expect(content.comment).toContain('this issue is closed, and a new issue links it should the error come back.');
  });

  it('is told on a closed issue, which stays closed', () => {
    const content = change(holds({ history: ours(CLOSED), config: Config.parse({ recovery: { closing: 'close' } }) }));
    expect(content).toMatchObject({ action: 'update', stays: 'closed' });
    expect(content.comment).not.toContain('**Next:**');
  });

  it('is told once, and an issue that somebody opened again stays open', () => {
    const { comment, evidenceBlock } = change(holds());
    const ownComments = [ownComment(comment ?? '')];
    const config = Config.parse({ recovery: { closing: 'close' } });
    expect(change(holds({ config, history: ours({}, { ownComments }) }))).toMatchObject({
      action: 'update',
      comment: null,
    });
    const body = replaceEvidenceBlock(BODY, evidenceBlock);
    expect(whyNothing(holds({ config, history: ours({ body }, { ownComments }) }))).toBe('#169 says so already');
  });

  it('is told though the line of a quiet time stands there already', () => {
    const body = replaceEvidenceBlock(BODY, change(gone()).evidenceBlock);
    const content = change(holds({ history: ours({ body }) }));
    expect(content.comment).toContain('**The fix holds.**');
    expect(content.evidenceBlock.match(/Not seen since/g)).toHaveLength(1);
  });
});

it('lets nothing through that a revision or a service may be called', () => {
  const evil = '`@octocat` fixes #1 <img src=x> [a](javascript:b)';
  const content = change(gone({ verdict: HOLDS, services: [evil], revision: evil }));
  const allowed = { hosts: [], issues: [421], markers: 1 };
  expect(liveIn(content.comment ?? '', allowed)).toEqual([]);
  const line = content.evidenceBlock.split('\n').find((one) => one.startsWith('**Not seen since'));
  expect(liveIn(line ?? '**', { ...allowed, markers: 0 })).toEqual([]);
});
