import { describe, expect, it } from 'vitest';
import { checkDrafts } from '../support/eval/check-drafts.ts';
import { evaluate } from '../support/eval/evaluate.ts';
import { evalInvestigator, RULES } from '../support/eval/investigators.ts';
import { judge } from '../support/eval/judge.ts';
import { plantLog } from '../support/eval/planted-log.ts';
import { complaints, summarise } from '../support/eval/report.ts';
import { playScenario } from '../support/eval/run-scenario.ts';
import { readScenarios } from '../support/eval/scenario.ts';
import { shareOf } from '../support/eval/score.ts';

const scenarios = readScenarios();
/** Every third one is enough to see a change for the worse; all of them with LONG=1. */
const sample = process.env.LONG === '1' ? scenarios : scenarios.filter((_, index) => index % 3 === 0);
/** Of all of them; fewer, with the hard ones held out among them, may lie one or two decisions off. */
const MOST_WRONG_CREATES = sample === scenarios ? 0.03 : 0.05;
const LONGEST_MS = 240_000;

describe('the scenarios, played with rules', () => {
  // Floors, not aims: what is reached stands in CONTRIBUTING.md.
  it(
    'are decided right nine times in ten, nothing unbacked is said, and nothing escapes',
    async () => {
      const results = await evaluate(sample, { investigator: RULES, repeat: 1, concurrency: 4 });
      const { all, tuned } = summarise(results);
      const report = complaints(results).join('\n');

      expect(results.flatMap(({ error }) => error ?? [])).toEqual([]);
      expect({ escapes: all.escapes, unbacked: all.unbacked }, report).toEqual({ escapes: 0, unbacked: 0 });
      expect(all.right.share, report).toBeGreaterThanOrEqual(0.9);
      expect(all.wrongUpdates.share, report).toBeLessThanOrEqual(0.02);
      expect(all.wrongCreates.share, report).toBeLessThanOrEqual(MOST_WRONG_CREATES);
      expect(tuned.wrongCreates.share, report).toBeLessThanOrEqual(0.03);
    },
    LONGEST_MS,
  );

  it('can be read all, and are told apart by their answers', () => {
    for (const { name, answers, ...scenario } of scenarios) {
      const log = plantLog({ name, answers, ...scenario });
      for (const { about } of answers) expect(log, name).toContain(JSON.stringify(about).slice(1, -1));
    }
    expect(new Set(scenarios.map(({ kind }) => kind)).size).toBe(18);
  });
});

describe('a draft', () => {
  it('is found out when it says what nobody knows, pings people or was posted elsewhere', async () => {
    const [scenario] = scenarios.filter(({ kind }) => kind === 'plain new');
    if (scenario === undefined) throw new Error('There is no scenario of a new problem');
    const played = await playScenario(scenario, RULES);
    const tampered = played.drafts.map((draft) =>
      draft.content.action === 'create'
        ? {
            ...draft,
            content: {
              ...draft.content,
              body: draft.content.body.replace('## Current', 'It hit 777 customers, @octocat.\n\n## Current'),
            },
          }
        : draft,
    );

    expect(checkDrafts(played)).toEqual({ unbacked: [], escapes: [] });
    expect(checkDrafts({ ...played, drafts: tampered })).toMatchObject({
      unbacked: expect.arrayContaining([expect.stringMatching(/777/)]),
      escapes: expect.arrayContaining([expect.stringMatching(/mention/)]),
    });
    expect(
      checkDrafts({ ...played, requests: [...played.requests, 'POST /repos/other/place/issues'] }).escapes,
    ).toEqual(['a write elsewhere: POST /repos/other/place/issues']);
  });
});

describe('a scenario', () => {
  it('gives the same decisions each time', async () => {
    const [scenario] = scenarios.filter(({ kind }) => kind === 'plain known');
    if (scenario === undefined) throw new Error('There is no scenario of a known problem');
    const [first, second] = [await playScenario(scenario, RULES), await playScenario(scenario, RULES)];

    expect(judge(scenario, second)).toEqual(judge(scenario, first));
  });

  it('counts as a wrong create where the answer is an issue, and as wrong where the answer is another', async () => {
    const [scenario] = scenarios.filter(({ kind }) => kind === 'plain new');
    if (scenario === undefined) throw new Error('There is no scenario of a new problem');
    const played = await playScenario(scenario, RULES);
    const [answer] = scenario.answers;
    if (answer === undefined) throw new Error('The scenario has no answer');
    const known = { ...scenario, answers: [{ ...answer, action: 'update', issue: 5, verdict: 'open' } as const] };
    const unknown = { ...scenario, answers: [{ ...answer, about: 'of which no entry speaks' }] };

    expect(judge(scenario, played)).toMatchObject([{ right: true, wrongCreate: false }]);
    expect(judge(known, played)).toMatchObject([{ right: false, wrongCreate: true }]);
    expect(judge(unknown, played)).toMatchObject([
      { right: false, wrongCreate: false, got: { action: 'nothing' } },
      { right: false, wrongCreate: true, wanted: { action: 'nothing' } },
    ]);
  });
});

describe('the investigator that is evaluated', () => {
  it('is refused without what it needs, and where there is none of that name', () => {
    expect(() => evalInvestigator('claude', {})).toThrow(/neither ANTHROPIC_API_KEY nor a Vertex project is set/);
    expect(() => evalInvestigator('gpt', {})).toThrow(/give rules or claude/);
  });
});

describe('the interval of a share', () => {
  // Newcombe, Statistics in Medicine 17 (1998), table I, Wilson's score method without continuity correction.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %d in %d is Wilson’s', (count, of, low, high) => {
    const share = shareOf(count, of);
    expect(share.low).toBeCloseTo(low, 4);
    expect(share.high).toBeCloseTo(high, 4);
  });

  it('is everything where nothing was counted', () => {
    expect(shareOf(0, 0)).toMatchObject({ share: 0, low: 0, high: 1 });
  });
});
