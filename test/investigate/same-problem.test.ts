import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { findMarkedIssues } from '../../src/github/marked-issues.ts';
import { investigateByRules } from '../../src/investigate/rules.ts';
import { createToolbox } from '../../src/investigate/toolbox.ts';
import { connected, open, planted } from '../github/connect.ts';
import { assessed, clusterOf, type Problem } from './problems.ts';
import { DIFFERENT, issue, log, type Planted, SAME, UNSURE } from './same-problem-pairs.ts';

/** Each pair stands alone in its tracker, beside issues that have nothing to do with it. */
async function decide(problem: Problem, issues: readonly Planted[]) {
  const { server } = await connected({
    issues: [
      ...issues.map((issue, index) => planted(10 + index, issue)),
      planted(90, { title: 'Upgrade the linter' }),
      planted(91, { title: 'Dark mode flickers', body: 'Only in the settings.' }),
    ],
  });
  const github = await open(server, { repository: 'acme/shop' });
  const cluster = clusterOf(problem);
  const toolbox = createToolbox({ github, marked: await findMarkedIssues(github) });
  const { report } = await investigateByRules(cluster, assessed(cluster), { toolbox, config: Config.parse({}) });
  return report;
}

/** A sixth of the others, another one for each problem; all of them with LONG=1. */
const othersOf = (problem: number): Planted[] =>
  DIFFERENT.filter((_, index) => process.env.LONG === '1' || index % 6 === problem % 6).map(([, , other]) => other);

describe('a similar issue', () => {
  it.each(DIFFERENT)('is not the target: %s', async (_, problem, near) => {
    const { decision } = await decide(problem, [near]);
    expect(decision, decision.because).toMatchObject({ action: 'create' });
  });

  it('is told apart at once, however its title was made up', async () => {
    const started = performance.now();
    const title = `CarrierGateway could not reach Aa${'A'.repeat(34)}.x: connection refused`;
    await decide(log('CarrierGateway could not reach ParcelHub: connection refused'), [issue(title)]);
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});

describe('an issue that may be about it', () => {
  it.each(UNSURE)('is neither taken for it nor passed over: %s', async (_, problem, near) => {
    const { decision, related } = await decide(problem, [near]);
    expect(decision, decision.because).toMatchObject({ action: 'unverified' });
    expect(decision.because).toMatch(
      /^#10 may be about this: they share the name .*; whether it is, rules cannot tell$/,
    );
    expect(related.map(({ number }) => number)).toContain(10);
  });
});

describe('the same problem', () => {
  it.each(SAME)('is found: %s', async (_, problem, known) => {
    const { decision } = await decide(problem, [known]);
    expect(decision, decision.because).toMatchObject({ action: 'update', issue: 10 });
  });

  it.each(SAME.map((same, index) => [...same, othersOf(index)] as const))(
    'is told from others: %s',
    async (_, problem, known, others) => {
      const { decision } = await decide(problem, [known, ...others]);
      expect(decision, decision.because).toMatchObject({ action: 'update', issue: 10 });
    },
  );
});

describe('what is near and not the same', () => {
  it('is related, with what speaks for and against it', async () => {
    const [, problem, near] = DIFFERENT[2] ?? [];
    if (problem === undefined || near === undefined) throw new Error('no such pair');
    const { related } = await decide(problem, [near]);
    expect(related).toEqual([
      {
        number: 10,
        because: 'open; they share the names `CarrierGateway` and `ParcelHub`, but it is a feature request',
      },
    ]);
  });
});
