import { describe, expect, it } from 'vitest';
import { addDraft, setDraftState } from '../../../src/store/drafts.ts';
import { saveRun } from '../../../src/store/runs.ts';
import { endTranscript, openTranscript, saveTurn } from '../../../src/store/transcripts.ts';
import { runView } from '../../../src/web/server/views/run-view.ts';
import { changeDraft, newIssueDraft } from '../../support/drafts.ts';
import { openDesk } from '../../support/review-server.ts';
import { aRun } from '../../support/runs.ts';
import { temporaryStore } from '../../support/store.ts';

const run = aRun();
const [first] = run.clusters;
const FINGERPRINT = first?.cluster.fingerprint ?? '';
const DRAFT = first?.draft?.id ?? '';
const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

describe('the view of a run', () => {
  const view = runView(run);

  it('counts every entry once: in its line, in its sparkline and in the timeline', () => {
    const entries = sum(run.clusters.map(({ cluster }) => cluster.facts.count));
    expect(view.totals.entries).toBe(entries);
    expect(sum(Object.values(view.timeline.counts).flat())).toBe(entries);
    for (const row of view.clusters) expect(sum(row.sparkline)).toBe(row.count);
    expect(new Set(view.clusters.map(({ sparkline }) => sparkline.length)).size).toBe(1);
  });

  it('says when revisions began, and what became of each cluster', () => {
    expect(view.timeline.deploys).toEqual([
      { service: run.service, revision: 'netra-backend-staging-00624-m9m', at: '2025-09-12T09:14:07.000Z' },
    ]);
    const { drafts, actions, clusters } = view.totals;
    expect(sum(Object.values(actions))).toBe(run.clusters.filter(({ decision }) => decision !== null).length);
    expect(sum(Object.values(drafts))).toBe(run.clusters.filter(({ draft }) => draft !== null).length);
    expect(clusters).toBe(3);
    expect(view.collected).toEqual(run.collected);
  });
});

describe('reading at the page', () => {
  it('lists runs, the newest first, with what waits in each', async () => {
    const { store, json } = await openDesk();
    await saveRun(store, run);
    await saveRun(store, aRun({ id: '2025-09-13T23-30-00Z', status: 'running' }));
    await addDraft(store, newIssueDraft({ run: run.id }));
    const { window, service, startedAt } = run;
    const rest = { window, service, startedAt, clusters: 3 };
    const expected = [
      { id: '2025-09-13T23-30-00Z', status: 'running', waiting: 0, ...rest },
      { id: run.id, status: 'done', waiting: 1, ...rest },
    ];
    expect(await json('/api/runs')).toEqual({ runs: expected });
    await saveRun(store, aRun({ id: '2025-09-13T23-30-00Z', status: 'done', clusters: run.clusters.slice(0, 1) }));
    expect(await json('/api/runs')).toMatchObject({ runs: [{ status: 'done', clusters: 1 }, { clusters: 3 }] });
  });

  it('shows a run with what has become of its drafts since, whoever decided', async () => {
    const { store, folder, json } = await openDesk();
    await saveRun(store, run);
    const draft = newIssueDraft({ run: run.id });
    await addDraft(store, { ...draft, id: DRAFT });
    const statusNow = (): Promise<unknown> => json(`/api/runs/${run.id}`);
    expect(await statusNow()).toMatchObject({ clusters: [{ draft: { id: DRAFT, status: 'pending' } }, {}, {}] });
    const other = await temporaryStore(folder);
    const to = { status: 'rejected', reason: 'noise', at: '2025-09-12T23:40:00Z' } as const;
    await setDraftState(other, DRAFT, { from: ['pending'], to });
    expect(await statusNow()).toMatchObject({ clusters: [{ draft: { id: DRAFT, status: 'rejected' } }, {}, {}] });
  });

  it('shows a cluster whole, with its draft as GitHub would show it', async () => {
    const { store, json } = await openDesk();
    await saveRun(store, run);
    await addDraft(store, { ...newIssueDraft({ run: run.id }), id: DRAFT });
    const view = await json(`/api/runs/${run.id}/clusters/${FINGERPRINT}`);
    expect(view).toMatchObject({
      ...{ run: run.id, fingerprint: FINGERPRINT, title: first?.cluster.title, hasTranscript: false },
      evidence: first?.assessment.evidence,
      patterns: [{ fingerprint: first?.cluster.patterns[0]?.fingerprint }],
      investigation: { prose: first?.investigation?.report.prose },
      draft: {
        id: DRAFT,
        does: 'create an issue and set labels log-gardener and P1',
        markdown: expect.not.stringContaining('log-gardener fingerprint='),
        html: expect.stringMatching(/^<h2>Impact<\/h2>/),
        editedAt: null,
        problem: null,
      },
    });
  });

  it('shows what a sub-agent did, each call beside its answer', async () => {
    const { store, ask, json } = await openDesk();
    const path = `/api/runs/${run.id}/clusters/${FINGERPRINT}/transcript`;
    expect((await ask(path)).status).toBe(404);
    await saveRun(store, run);
    const key = { run: run.id, fingerprint: FINGERPRINT };
    const opening = {
      model: 'claude-x',
      effort: 'high' as const,
      prompt: 'investigator/v1',
      system: '',
      tools: [],
      first: '',
    };
    await openTranscript(store, key, opening);
    const tokens = { input: 1, cacheWrite: 2, cacheRead: 3, output: 4 };
    await saveTurn(store, key, {
      ...{ number: 1, maxTokens: 10, usd: 0.5, discarded: false, paidBy: run.id },
      answer: {
        content: [
          { type: 'text', text: 'I look.' },
          { type: 'tool_use', id: 't1', name: 'search_issues', input: { query: 'x' } },
        ],
        stopReason: 'tool_use',
        tokens,
      },
      reply: {
        blocks: [{ type: 'tool_result', tool_use_id: 't1', content: 'none', is_error: true }],
        ...{ backing: [], steps: [], requests: 1 },
      },
    });
    await endTranscript(store, key, 'it submitted its report');
    expect(await json(path)).toEqual({
      ...{ model: 'claude-x', prompt: 'investigator/v1', end: 'it submitted its report' },
      turns: [
        {
          ...{ number: 1, said: ['I look.'], tokens: { input: 6, output: 4 }, usd: 0.5 },
          calls: [{ tool: 'search_issues', input: '{\n  "query": "x"\n}', result: 'none', failed: true }],
        },
      ],
    });
  });

  it('names the repository of a draft in the list where that is not the one of its run', async () => {
    const { store, json } = await openDesk();
    const repository = 'acme/shop';
    await saveRun(store, { ...run, id: 'apart', repository });
    await addDraft(store, newIssueDraft({ n: 1, run: 'apart', repository: 'Acme/Shop' }));
    await addDraft(store, newIssueDraft({ n: 2, run: 'apart', repository: 'acme/payments' }));
    const { drafts } = JSON.parse(JSON.stringify(await json('/api/drafts?status=pending')));
    const does = drafts.filter((row: { run: string }) => row.run === 'apart').map((row: { does: string }) => row.does);
    const plain = 'create an issue and set labels log-gardener and P1';
    expect(does).toEqual([plain, `in acme/payments: ${plain}`]);
  });

  it('pages through the drafts of all runs, by status and by what a person types', async () => {
    const { store, json } = await openDesk();
    for (let n = 1; n <= 205; n++) await addDraft(store, newIssueDraft({ n }, { title: `Problem 100% ${n}_x` }));
    await addDraft(
      store,
      changeDraft(
        { n: 206, state: { status: 'failed', error: 'gone', at: '2025-09-12T23:40:00Z' } },
        { issue: 12, comment: 'c' },
      ),
    );
    const newer = '2025-09-13T23-30-00Z';
    await addDraft(store, { ...newIssueDraft({ n: 1, run: newer }), priority: 'P2' });
    await addDraft(store, { ...newIssueDraft({ n: 2, run: newer }), priority: 'P0' });
    const read = async (query: string): Promise<{ drafts: { id: string }[]; next: number | null; found: object }> => {
      const page = await json(`/api/drafts${query}`);
      return JSON.parse(JSON.stringify(page));
    };
    const one = await read('');
    expect(one.found).toEqual({ pending: 207, approved: 0, posting: 0, posted: 0, rejected: 0, failed: 1 });
    const two = await read(`?after=${one.next}`);
    const three = await read(`?after=${two.next}`);
    expect([one.drafts.length, two.drafts.length, three.drafts.length, three.next]).toEqual([100, 100, 8, null]);
    expect(three.drafts.at(-1)).toEqual({
      ...{
        id: '2025-09-12T23-30-00Z-206',
        run: '2025-09-12T23-30-00Z',
        fingerprint: 'lg1aaaaaaaaaaaaaaaa',
        priority: 'P1',
      },
      ...{ title: 'Session access failed', name: 'Session access failed', status: 'failed', url: null },
      does: 'comment on #12 and bring the evidence in the body of #12 up to date',
    });
    const ids = [one, two, three].flatMap(({ drafts }) => drafts.map(({ id }) => id));
    expect(new Set(ids).size).toBe(208);
    // Of the newest run first, and of that the most urgent.
    expect(ids.slice(0, 3)).toEqual([`${newer}-2`, `${newer}-1`, '2025-09-12T23-30-00Z-1']);
    expect((await read('?query=100%25%207_X')).drafts).toHaveLength(1);
    expect((await read('?query=1007')).drafts).toEqual([]);
    expect((await read('?status=failed&query=session')).drafts).toHaveLength(1);
    expect((await read('?status=pending&query=session')).drafts).toEqual([]);
  });
});
