import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { LONGEST_BODY } from '../../src/draft/body.ts';
import { draftFor } from '../../src/draft/draft.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import { readEvidenceBlock, replaceEvidenceBlock } from '../../src/github/evidence-block.ts';
import { generateMarker, parseMarkers } from '../../src/github/marker.ts';
import type { DraftContent } from '../../src/model/draft.ts';
import { ATTACKS } from '../support/attacks.ts';
import { crashLoopInput } from '../support/crash-loop.ts';
import {
  cluster,
  decision,
  draftInput,
  entryWith,
  evidence,
  facts,
  history,
  investigation,
  issue,
  ownComment,
  pattern,
  regressed,
  report,
  search,
  step,
  updateInput,
  verdict,
} from '../support/drafting.ts';
import { liveIn, liveInPlainText } from '../support/live-text.ts';

type NewIssue = Extract<DraftContent, { action: 'create' }>;
type Change = Exclude<DraftContent, { action: 'create' }>;

async function newIssue(input: DraftInput): Promise<NewIssue> {
  const { content } = await draftFor(input);
  if (content?.action !== 'create') throw new Error('expected a new issue');
  return content;
}

async function change(input: DraftInput): Promise<Change> {
  const { content } = await draftFor(input);
  if (content === null || content.action === 'create') throw new Error('expected a change of an issue');
  return content;
}

describe('a new issue', () => {
  it('for a crash loop reads like this', async () => {
    const { title, labels, body } = await newIssue(crashLoopInput());
    expect(title).toBe("GCP-new | P0 | No module named 'netra_backend.app.services.monitoring': service cannot start");
    expect(labels).toEqual(['log-gardener', 'P0', 'bug']);
    await expect(body).toMatchFileSnapshot('./snapshots/crash-loop.md');
  });

  it('for a plain warning reads like this', async () => {
    const { title, body } = await newIssue(draftInput());
    expect(title).toBe('GCP-active-dev | P2 | SessionMiddleware must be installed to access request.session');
    await expect(body).toMatchFileSnapshot('./snapshots/warning.md');
  });

  it('has one marker, at its very end, and one block of evidence that can be found again', async () => {
    const input = crashLoopInput();
    const { body } = await newIssue(input);
    expect(parseMarkers(body)).toEqual([
      { fingerprint: input.cluster.fingerprint, run: input.run.id, draft: input.draftId },
    ]);
    expect(body.trimEnd().split('\n').at(-1)).toMatch(/^<!-- log-gardener fingerprint=/);
    expect(readEvidenceBlock(body)).toContain('| E1 | entries | 180 |');
  });

  it('has the same evidence whatever the run and its clock are called', async () => {
    const first = await newIssue(crashLoopInput());
    const input = crashLoopInput();
    const second = await newIssue({ ...input, run: { ...input.run, id: 'another' }, draftId: 'another-9' });
    expect(readEvidenceBlock(second.body)).toBe(readEvidenceBlock(first.body));
  });

  it('never calls a sample a total', async () => {
    const { run } = draftInput();
    const collected = { ...run.collected, truncated: 'stopped after 100 pages', pages: 100, malformed: 3 };
    const { body } = await newIssue(draftInput({ run: { ...run, collected } }));
    expect(body).toContain(
      'Read in part (stopped after 100 pages): 1,250 entries, 100 pages, 3 malformed lines set aside. The counts are those of this sample, not totals.',
    );
    expect(body).not.toContain('Read completely');
  });

  it('has no line that ends with a space', async () => {
    const { body } = await newIssue(crashLoopInput());
    expect(body).not.toMatch(/[ \t]$/m);
  });

  it('that takes the place of a closed one links it and says why', async () => {
    const closed = issue({ state: 'closed', closedAt: '2025-09-11T18:02:00Z' });
    const { body, title } = await newIssue(
      updateInput(history({ issue: closed }), { decision: decision({ action: 'create', verdict: regressed() }) }),
    );
    expect(title).toContain('GCP-regression |');
    expect(body).toContain('- #169, closed 2025-09-11 18:02 UTC – the same problem before; #421 (merged 2025-09-11');
  });

  it('lists the components it touches, with journey, money and owner as configured, and pings nobody', async () => {
    const { journey, revenue } = { journey: 'Send a message', revenue: '$5K MRR' };
    const input = crashLoopInput();
    const [chat] = input.assessment.components;
    if (chat === undefined) throw new Error('the crash loop touches a component');
    const assessment = { ...input.assessment, components: [{ ...chat, journey, revenue, owner: '@chat-team' }] };
    const { body } = await newIssue({ ...input, assessment });
    const impact = body.slice(0, body.indexOf('## Current behaviour'));
    expect(impact).toContain(`**${chat.name}** (${chat.importance})`);
    expect(impact).toContain('journey: Send a message; owner: `@chat-team`; revenue');
    expect(impact).toContain('; revenue, as configured: \\$5K MRR');
  });

  it('is assigned to whom its components name, else to whom the config names for all, and to nobody of itself', async () => {
    const input = crashLoopInput();
    const [chat] = input.assessment.components;
    const component = (name: string, assignees: string[]) => ({ name, assignees });
    const assigned = async (config: unknown) => (await newIssue({ ...input, config: Config.parse(config) })).assignees;
    const components = [component(chat?.name ?? '', ['ann', 'bob']), component('Elsewhere', ['eve'])];
    expect(await assigned({ components, issue: { assignees: ['carol'] } })).toEqual(['ann', 'bob']);
    expect(await assigned({ components: components.slice(1), issue: { assignees: ['carol'] } })).toEqual(['carol']);
    expect(await assigned({})).toBeUndefined();
  });

  it('links runbooks as configured, and nowhere else', async () => {
    const input = crashLoopInput();
    const prose = {
      ...input.investigation.report.prose,
      analysis: 'see [docs](https://docs.example.com/x) and [evil](https://evil.example/x)',
    };
    const { body } = await newIssue({
      ...input,
      investigation: { ...input.investigation, report: { ...input.investigation.report, prose } },
      config: Config.parse({ issue: { linkHosts: ['docs.example.com'] } }),
    });
    expect(body).toContain('[Chat runbook](https://runbooks.example.com/chat)');
    expect(body).toContain('[docs](https://docs.example.com/x)');
    expect(body).toContain('evil (`https://evil.example/x`)');
  });

  it('says in words what the search could not do', async () => {
    const steps = [step(), step({ engine: 'lexical', complete: false, error: 'HTTP 502' })];
    const { body } = await newIssue(
      draftInput({
        investigation: investigation({ search: search({ steps }) }),
        decision: decision({ action: 'unverified', reasons: ['search by lexical is not complete: HTTP 502'] }),
      }),
    );
    expect(body).toContain(
      '**Not verified: an issue for this may exist.** Search by lexical is not complete: HTTP 502.',
    );
    expect(body).toContain('Searched: marker (complete) and 1 word query (incomplete).');
  });

  it('is never longer than 60,000 characters; it says what is left out, and keeps evidence and marker', async () => {
    const long = '[word] '.repeat(20_000);
    const nested = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [`field${n}`, { deep: `${n} ${long}`, wide: `${n}; ${long}` }]),
    );
    const patterns = Array.from({ length: 30 }, (_, n) =>
      pattern({
        template: `${n} ${long}`,
        example: entryWith(`${n} ${long}`, { jsonPayload: { message: long, ...nested } }),
      }),
    );
    const prose = { impact: long, currentBehaviour: long, expectedBehaviour: long, analysis: long, nextAction: long };
    const { body } = await newIssue(
      draftInput({
        cluster: cluster({ patterns, title: long, rules: [long] }),
        investigation: investigation({
          report: report(
            { action: 'create', because: long },
            { prose, related: Array.from({ length: 8 }, (_, n) => ({ number: n + 1, because: long })) },
          ),
        }),
      }),
    );
    expect(body.length).toBeLessThanOrEqual(LONGEST_BODY);
    expect(body).toContain('Left out to stay below 60,000 characters: representative entry');
    expect(readEvidenceBlock(body)).toContain('| E1 | entries | 15 |');
    expect(parseMarkers(body)).toHaveLength(1);
  });
});

describe.each(ATTACKS)('%s', (_what, attack) => {
  /** The attack in every place that strangers or a model can write to. */
  function attacked(): Pick<DraftInput, 'run' | 'cluster' | 'assessment' | 'investigation'> {
    const { run, assessment } = draftInput();
    const own = facts({
      revisions: [{ name: attack, count: 15, firstSeen: facts().firstSeen, lastSeen: facts().lastSeen }],
      places: [{ module: attack, function: attack, file: attack, line: attack, count: 15 }],
      errorGroups: [attack],
    });
    const frame = { file: attack, function: attack, line: 3, own: true, code: attack };
    const root = pattern({
      template: `${attack} <*>`,
      example: entryWith(attack, { jsonPayload: { message: attack, [attack]: attack }, resource: { type: attack } }),
      thrown: [{ type: attack, message: attack, frames: [frame, frame] }],
      facts: own,
    });
    const prose = {
      impact: attack,
      currentBehaviour: attack,
      expectedBehaviour: attack,
      analysis: attack,
      nextAction: attack,
    };
    return {
      run: { ...run, context: [{ name: attack, value: attack.slice(0, 60) }] },
      cluster: cluster({ patterns: [root, root], title: attack, facts: own, rules: [attack] }),
      assessment: {
        ...assessment,
        evidence: evidence([attack, attack], ['entries', 15]),
        rules: [attack],
        components: [
          {
            name: attack,
            importance: 'normal',
            journey: attack,
            owner: attack,
            revenue: attack,
            links: [],
            because: attack,
          },
        ],
      },
      investigation: investigation({
        report: report({ action: 'create', because: attack }, { prose, related: [{ number: 169, because: attack }] }),
        target: history(),
      }),
    };
  }
  const allowed = { hosts: ['github.com', 'console.cloud.google.com'], issues: [169], markers: 1 };

  it('does nothing in a new issue', async () => {
    const { title, body } = await newIssue(draftInput(attacked()));
    expect(liveInPlainText(title)).toEqual([]);
    expect(title.length).toBeLessThanOrEqual(256);
    expect(liveIn(body, allowed)).toEqual([]);
    expect(body.length).toBeLessThanOrEqual(LONGEST_BODY);
    expect(body.split('<!-- log-gardener:evidence -->')).toHaveLength(2);
  });

  it('does nothing in a comment', async () => {
    const { comment } = await change(
      draftInput({
        ...attacked(),
        decision: decision({ action: 'update', issue: 169, verdict: { ...regressed(), reasons: [attack] } }),
      }),
    );
    expect(liveIn(comment ?? '', allowed)).toEqual([]);
  });
});

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

  it('takes no priority off where people set a higher one', async () => {
    const labels = ['P0', 'P3'];
    const target = history({ own: true, ownLabels: ['P3'], issue: issue({ body: await written(), labels }) });
    const content = await change(updateInput(target, { priority: 'P1', previousPriority: 'P3' }));
    expect(content).toMatchObject({ labels: [] });
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
      '**Also on a new revision.** `backend-00625-new` logged it 2 times, first 2025-09-12 23:28 UTC, last 2025-09-12 23:29 UTC.',
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

describe('a closed issue whose error is back', () => {
  const body = `Written by us.\n\n${generateMarker({ fingerprint: cluster().fingerprint, run: 'r', draft: 'r-1' })}`;
  const closed = history({ own: true, issue: issue({ body, state: 'closed', closedAt: '2025-09-11T18:02:00Z' }) });

  it('is reopened with a comment that says how that is known', async () => {
    const input = updateInput(closed, { decision: decision({ action: 'reopen', issue: 169, verdict: regressed() }) });
    const content = await change(input);
    expect(content).toMatchObject({ action: 'reopen', issue: 169, evidenceHome: { in: 'body' } });
    expect(content.comment).toContain('**Back after the fix.** #421 (merged 2025-09-11 18:02 UTC) is in');
  });

  it('is explained also when it is reopened a second time', async () => {
    const input = updateInput(closed, { decision: decision({ action: 'reopen', issue: 169, verdict: regressed() }) });
    const told = { ...closed, ownComments: [ownComment((await change(input)).comment ?? '')] };
    const again = await change({ ...input, investigation: { ...input.investigation, target: told } });
    expect(again.comment).toContain('**Back after the fix.**');
  });

  it('without a known fix is called seen again', async () => {
    const reasons = ['#169 was closed on 2025-09-11 18:02 UTC, and no merged pull request is known to have fixed it'];
    const input = updateInput(closed, {
      decision: decision({ action: 'reopen', issue: 169, verdict: verdict('closed_without_fix', { reasons }) }),
    });
    expect((await change(input)).comment).toContain('**Seen again.** #169 was closed on 2025-09-11 18:02 UTC');
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

describe('what is not verified', () => {
  const unverified = (number: number | null) =>
    decision({ action: 'unverified', issue: number, reasons: ['search failed'] });

  it('is drafted for a person to look at, as a new issue where none is known', async () => {
    const { decision: kept, content } = await draftFor(draftInput({ decision: unverified(null) }));
    expect(kept.action).toBe('unverified');
    expect(content?.action).toBe('create');
  });

  it('is drafted as an update of the open issue that is known', async () => {
    const { decision: kept, content } = await draftFor(updateInput(history(), { decision: unverified(169) }));
    expect(kept.action).toBe('unverified');
    expect(content).toMatchObject({ action: 'update', issue: 169 });
  });

  it('reopens nothing', async () => {
    const closed = history({ issue: issue({ state: 'closed', closedAt: '2025-09-11T18:02:00Z' }) });
    expect((await draftFor(updateInput(closed, { decision: unverified(169) }))).content).toBeNull();
  });

  it('writes nothing to an issue that could not be read', async () => {
    const input = draftInput({ decision: unverified(169) });
    const { content, decision: kept } = await draftFor(input);
    expect(content).toBeNull();
    expect(kept.reasons.at(-1)).toBe('#169 was not read, so nothing is drafted for it');
  });
});

it('drafts nothing for what is skipped', async () => {
  const skip = decision({ action: 'skip', reasons: ['muted'] });
  expect(await draftFor(draftInput({ decision: skip }))).toEqual({ decision: skip, content: null });
});
