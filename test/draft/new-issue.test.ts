import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { LONGEST_BODY } from '../../src/draft/body.ts';
import { readEvidenceBlock } from '../../src/github/evidence-block.ts';
import { parseMarkers } from '../../src/github/marker.ts';
import { crashLoopInput } from '../support/crash-loop.ts';
import {
  cluster,
  decision,
  draftInput,
  entryWith,
  history,
  investigation,
  issue,
  pattern,
  regressed,
  report,
  search,
  step,
  updateInput,
} from '../support/drafting.ts';
import { newIssue } from './content-of.ts';

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
