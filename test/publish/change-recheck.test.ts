import { describe, expect, it } from 'vitest';
import { publishDraft } from '../../src/publish/publish.ts';
import { changeDraft, commentOf } from '../support/drafts.ts';
import { addApproved, ownIssue, startScene } from '../support/publishing.ts';
import { body, CLOSED, OLD } from './bodies.ts';

describe('the re-check stops a change, with nothing posted,', () => {
  const reopening = changeDraft({}, { action: 'reopen', issue: 169, comment: commentOf({}) });
  const updating = changeDraft({}, { issue: 169, comment: commentOf({}) });
  const cases = [
    { when: 'the issue to update was closed', issue: CLOSED, draft: updating, says: '#169 was closed meanwhile' },
    { when: 'the issue to reopen was reopened', issue: {}, draft: reopening, says: '#169 was reopened meanwhile' },
    { when: 'the issue was locked', issue: { locked: true }, draft: updating, says: '#169 is locked' },
    { when: 'the body belongs to somebody else', issue: { author: 'anna' }, draft: updating, says: 'not ours to edit' },
    {
      when: 'our comment with the evidence is gone',
      issue: {},
      draft: changeDraft({}, { issue: 169, evidenceHome: { in: 'comment', id: 77 } }),
      says: 'Our comment with the evidence on #169 is gone',
    },
    {
      when: 'the issue is gone',
      issue: {},
      draft: changeDraft({}, { issue: 170 }),
      says: '#170 is gone',
    },
    {
      when: 'the comment lost its marker',
      issue: {},
      draft: changeDraft({}, { issue: 169, comment: 'no marker' }),
      says: 'The comment has lost its hidden log-gardener marker',
    },
    {
      when: 'the evidence lost the lines around it',
      issue: {},
      draft: changeDraft({}, { issue: 169, evidenceBlock: '| E1 |' }),
      says: 'The evidence block has lost the marker lines',
    },
  ];
  for (const { when, issue, draft, says } of cases) {
    it(`when ${when}`, async () => {
      const scene = await startScene({ issues: [ownIssue(169, body(OLD), issue)] });
      await addApproved(scene.store, draft);
      const outcome = await publishDraft(draft.id, scene.deps());
      expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining(says) });
      expect(outcome).toMatchObject({ message: expect.stringMatching(/Run triage again.*Nothing was posted\.$/) });
      expect(outcome.state).toMatchObject({ status: 'failed', error: expect.stringContaining(says) });
      expect(scene.tracker.changed.size).toBe(0);
    });
  }
});
