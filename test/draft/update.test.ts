import { describe, expect, it } from 'vitest';
import { draftFor } from '../../src/draft/draft.ts';
import { readEvidenceBlock, replaceEvidenceBlock } from '../../src/github/evidence-block.ts';
import { parseMarkers } from '../../src/github/marker.ts';
import {
  cluster,
  decision,
  draftInput,
  evidence,
  facts,
  history,
  issue,
  ownComment,
  regressed,
  updateInput,
} from '../support/drafting.ts';
import { change, newIssue } from './content-of.ts';

describe('an update of an issue that we wrote', () => {
  const written = async (): Promise<string> => (await newIssue(draftInput())).body;

  it('changes the counts in its body and notifies nobody', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const more = updateInput(target, { cluster: cluster({ facts: facts({ count: 40 }) }) });
    const content = await change({ ...more, assessment: { ...more.assessment, evidence: evidence(['entries', 40]) } });
    expect(content).toMatchObject({
      action: 'update',
      issue: 169,
      evidenceHome: { in: 'body' },
      comment: null,
      labels: [],
    });
    expect(content.evidenceBlock).toContain('| E1 | entries | 40 |');
  });

  it('is a skip when nothing changed since it was last written', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const outcome = await draftFor(updateInput(target));
    expect(outcome.content).toBeNull();
    expect(outcome.decision).toMatchObject({ action: 'skip', issue: 169 });
    expect(outcome.decision.reasons.at(-1)).toBe('nothing changed since it was last written');
  });

  it('is a skip also after GitHub’s editor changed the ends of its lines, and people wrote around it', async () => {
    const body = `A note by Alice.\n\n${await written()}\n\nAnother.`.replaceAll('\n', '\r\n');
    const outcome = await draftFor(updateInput(history({ own: true, issue: issue({ body }) })));
    expect(outcome.content).toBeNull();
  });

  it('is a skip when it tells of later entries: an older log was read afterwards', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const older = evidence(['entries', 2], ['last seen in the window', '2025-09-01T00:00:00Z']);
    const { content, decision: outcome } = await draftFor(
      updateInput(target, { assessment: { ...draftInput().assessment, evidence: older } }),
    );
    expect(content).toBeNull();
    expect(outcome.reasons.at(-1)).toContain('later window');
  });

  it('is a skip when only the window and the rate moved on', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const { run, assessment } = draftInput();
    const rate = { id: 'E9', name: 'entries per hour, before → now', value: '2 → 3' };
    const moved = updateInput(target, {
      run: { ...run, window: { since: '2025-09-11T23:40:00Z', until: '2025-09-12T23:40:00Z' } },
      assessment: { ...assessment, evidence: [...assessment.evidence, rate] },
    });
    expect((await draftFor(moved)).content).toBeNull();
  });

  it('is a skip again after it was written', async () => {
    const body = await written();
    const more = updateInput(history({ own: true, issue: issue({ body }) }), {
      assessment: { ...draftInput().assessment, evidence: evidence(['entries', 40]) },
    });
    const { evidenceBlock } = await change(more);
    const after = history({ own: true, issue: issue({ body: replaceEvidenceBlock(body, evidenceBlock) }) });
    expect((await draftFor({ ...more, investigation: { ...more.investigation, target: after } })).content).toBeNull();
  });

  it('comments once when it got more urgent, and adds the new priority as a label', async () => {
    const target = history({ own: true, issue: issue({ body: await written(), labels: ['bug', 'P3'] }) });
    const escalated = updateInput(target, { priority: 'P1', previousPriority: 'P3' });
    const { comment, labels } = await change(escalated);
    expect(comment).toContain('**More urgent: P3 → P1.** 15 entries, 2025-09-12 09:20 to 23:26 UTC, last on');
    expect(labels).toEqual(['P1']);

    const told = history({ ...target, ownComments: [ownComment(comment ?? '')] });
    const again = await draftFor({ ...escalated, investigation: { ...escalated.investigation, target: told } });
    expect(again.content).toBeNull();
  });

  it.each([
    ['it is ours', ['P3'], ['P3']],
    ['a person set it', [], undefined],
    ['it is ours but tells no priority', ['bug'], undefined],
  ])('takes the old priority off when it sets the new one, if %s', async (_, ownLabels, expected) => {
    const target = history({ own: true, ownLabels, issue: issue({ body: await written(), labels: ['bug', 'P3'] }) });
    const content = await change(updateInput(target, { priority: 'P1', previousPriority: 'P3' }));
    expect(content.labels).toEqual(['P1']);
    expect(content.outdatedLabels).toEqual(expected);
  });

  it('brings its own priority up to date where it rose with other news, and leaves alone what a person set', async () => {
    const back = decision({ action: 'reopen', issue: 169, verdict: regressed() });
    const labelsFor = async (ownLabels: string[], labels: string[]) => {
      const target = history({
        own: true,
        ownLabels,
        issue: issue({ body: await written(), state: 'closed', labels }),
      });
      return change(updateInput(target, { priority: 'P1', previousPriority: 'P2', decision: back }));
    };
    expect(await labelsFor(['P2'], ['bug', 'P2'])).toMatchObject({ labels: ['P1'], outdatedLabels: ['P2'] });
    expect(await labelsFor(['P1'], ['bug', 'P1'])).toMatchObject({ labels: [] });
    expect(await labelsFor([], ['bug', 'P2'])).toMatchObject({ labels: [] });
    expect(await labelsFor(['bug'], ['bug'])).toMatchObject({ labels: [] });
    expect(await labelsFor(['P2'], ['P2', 'http1.1', 'app1'])).toMatchObject({ labels: ['P1'] });
    const target = history({ own: true, ownLabels: ['P2'], issue: issue({ body: await written(), labels: ['P2'] }) });
    const more = { ...draftInput().assessment, evidence: evidence(['entries', 40]) };
    const seen = (previousPriority: 'P1' | null) =>
      change(updateInput(target, { priority: 'P1', previousPriority, assessment: more }));
    expect(await seen(null)).toMatchObject({ labels: ['P1'], outdatedLabels: ['P2'] });
    // A reviewer lowered it.
    expect(await seen('P1')).toMatchObject({ labels: [] });
  });

  it.each([
    ['people set a higher one', ['P0', 'P3']],
    ['it was as urgent before, or a regression was told with it', ['P1']],
  ])('says nothing of a priority that the issue tells already: %s', async (_, labels) => {
    const target = history({ own: true, ownLabels: ['P3'], issue: issue({ body: await written(), labels }) });
    const escalated = updateInput(target, { priority: 'P1', previousPriority: 'P3' });
    expect((await draftFor(escalated)).content).toBeNull();
    const counted = { ...escalated, assessment: { ...escalated.assessment, evidence: evidence(['entries', 40]) } };
    const content = await change(counted);
    expect(content).toMatchObject({ comment: null, labels: [] });
    expect(content.outdatedLabels).toBeUndefined();
  });

  it('comments once when a new revision shows it', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const onNew = facts({
      revisions: [
        ...facts().revisions,
        { name: 'backend-00625-new', count: 2, firstSeen: '2025-09-12T23:28:00Z', lastSeen: '2025-09-12T23:29:00Z' },
      ],
    });
    const input = updateInput(target, { cluster: cluster({ facts: onNew }) });
    const { comment } = await change(input);
    expect(comment).toContain(
      '**Also on a new revision.** `backend-00625-new` logged 2 entries of it, first 2025-09-12 23:28 UTC, last 2025-09-12 23:29 UTC.',
    );
    expect(parseMarkers(comment ?? '')[0]?.news).toBe('revision-backend-00625-new');

    const told = history({ ...target, ownComments: [ownComment(comment ?? '')] });
    expect((await draftFor({ ...input, investigation: { ...input.investigation, target: told } })).content).toBeNull();
  });

  it('comments on a regression, once, also while it stays open', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const input = updateInput(target, { decision: decision({ action: 'update', issue: 169, verdict: regressed() }) });
    const { comment } = await change(input);
    await expect(comment).toMatchFileSnapshot('./snapshots/regression-comment.md');
    const told = history({ ...target, ownComments: [ownComment(comment ?? '')] });
    expect((await draftFor({ ...input, investigation: { ...input.investigation, target: told } })).content).toBeNull();
  });

  it('listens only to its own markers: another problem’s comment does not count as told', async () => {
    const target = history({ own: true, issue: issue({ body: await written() }) });
    const other = '<!-- log-gardener fingerprint=lg1ffffffffffffffff run=x draft=x-1 news=regressed-421 -->';
    const input = updateInput(
      { ...target, ownComments: [ownComment(`told\n\n${other}`)] },
      { decision: decision({ action: 'update', issue: 169, verdict: regressed() }) },
    );
    expect((await change(input)).comment).toContain('**Back after the fix.**');
  });
});

describe('an update of somebody else’s issue', () => {
  it('is one comment that says why this belongs there and carries the evidence', async () => {
    const content = await change(updateInput(history()));
    expect(content).toMatchObject({ evidenceHome: { in: 'new-comment' }, labels: ['log-gardener'] });
    expect(content.comment).toContain(content.evidenceBlock);
    await expect(content.comment).toMatchFileSnapshot('./snapshots/first-contact-comment.md');
  });

  it('tells a regression in the same comment', async () => {
    const { comment } = await change(
      updateInput(history(), { decision: decision({ action: 'update', issue: 169, verdict: regressed() }) }),
    );
    expect(comment).toContain('**Back after the fix.** #421');
    expect(readEvidenceBlock(comment ?? '')).not.toBeNull();
    expect(parseMarkers(comment ?? '')[0]?.news).toBe('regressed-421');
  });

  it('changes the counts in that comment from then on', async () => {
    const first = await change(updateInput(history()));
    const target = history({ ownComments: [ownComment(first.comment ?? '', { id: 42 })] });
    expect((await draftFor(updateInput(target))).content).toBeNull();

    const more = { ...draftInput().assessment, evidence: evidence(['entries', 40]) };
    const content = await change(updateInput(target, { assessment: more }));
    expect(content).toMatchObject({ evidenceHome: { in: 'comment', id: 42 }, comment: null, labels: [] });
  });

  it('leaves the body alone that we wrote about another problem', async () => {
    const { body } = await newIssue(draftInput());
    const anothers = body.replaceAll(cluster().fingerprint, 'lg1ffffffffffffffff');
    const content = await change(updateInput(history({ own: true, issue: issue({ body: anothers }) })));
    expect(content.evidenceHome).toEqual({ in: 'new-comment' });
  });

  it('does not write into the comment of another problem', async () => {
    const first = await change(updateInput(history()));
    const foreign = (first.comment ?? '').replaceAll(cluster().fingerprint, 'lg1ffffffffffffffff');
    const content = await change(updateInput(history({ ownComments: [ownComment(foreign)] })));
    expect(content.evidenceHome).toEqual({ in: 'new-comment' });
  });
});
