import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { explanationText } from '../../src/cli/explain-text.ts';
import type { TriagedCluster } from '../../src/model/run.ts';
import { explainTriaged } from '../../src/triage/explain.ts';
import type { Explanation } from '../../src/triage/explanation.ts';
import { aRun } from '../support/runs.ts';
import { missingMiddleware, missingModule, routingFailures } from '../support/triaged-clusters.ts';

function textOf(triaged: TriagedCluster, change: Partial<Explanation> = {}): string {
  const explanation = { ...explainTriaged(triaged, aRun(), null), ...change };
  for (const width of [60, 80]) {
    for (const line of explanationText(explanation, width).split('\n')) {
      expect(stringWidth(line), line).toBeLessThanOrEqual(width);
    }
  }
  return explanationText(explanation, 80);
}

/** The text without its line breaks and hanging. */
function flowing(text: string): string {
  return text.replace(/\s+/g, ' ');
}

describe('the head of an explanation', () => {
  it('gives priority, title, numbers, times in UTC and the run before anything else', () => {
    const [title, numbers, where] = textOf(missingModule()).split('\n');
    expect(title).toBe("P2  No module named 'dev_launcher'");
    expect(numbers).toBe('    1,000 entries, WARNING, 2025-09-12 00:00:26 – 19:59:26 UTC');
    expect(where).toBe('    lg1a11ce00000000002 in run 2025-09-12T23-30-00Z (2025-09-12 23:30 UTC)');
  });

  it('says where a severity was read that Cloud Logging does not state', () => {
    const severities = [{ severity: 'WARNING' as const, count: 1_000, fromText: 1_000 }];
    const [, numbers] = textOf(missingModule(), { severities }).split('\n');
    expect(numbers).toContain('1,000 entries, WARNING (read from the text), 2025-09-12');
  });

  it('names some of many files, and counts the others', () => {
    const sources = Array.from({ length: 200 }, (_, n) => `logs/hour-${n}.json`);
    const text = textOf(missingModule(), { from: { kind: 'files', sources, minSeverity: 'NOTICE' } });
    expect(flowing(text)).toContain(
      'in logs/hour-0.json, logs/hour-1.json, logs/hour-2.json, 197 more at NOTICE or above',
    );
  });

  it('says when not all was read', () => {
    const collected = { read: 3, kept: 3, malformed: 2, truncated: 'the file ends in the middle of an entry' };
    const text = textOf(missingModule(), { collected });
    expect(text).toContain('    Not all was read: the file ends in the middle of an entry.\n');
    expect(text).toContain('    2 malformed lines could not be read.\n');
  });
});

describe('why this priority', () => {
  it('names the rules without repeating the priority', () => {
    expect(textOf(missingModule())).toMatch(/\nWhy P2\n {2}- WARNING 1000 times in Sign-in, an important component/);
  });

  it('of a raised one says from what, and on which facts of GitHub', () => {
    const { assessment, ...rest } = missingMiddleware();
    const rules = [...assessment.rules, 'P1: raised from P2 by the regression'];
    const text = flowing(textOf({ ...rest, priority: 'P1', assessment: { ...assessment, rules } }));
    expect(text).toContain('Why P1 - P2: WARNING 2 times in Sign-in');
    expect(text).toContain('- raised from P2 by the regression - #421 was merged');
  });
});

describe('what became of it', () => {
  it('names issue, draft and reasons', () => {
    const text = flowing(textOf(routingFailures()));
    expect(text).toContain('created #640 https://github.com/netra-systems/netra-apex/issues/640');
    expect(text).toContain('draft 2025-09-12T23-30-00Z-1 (posted): GCP-new | P1');
    expect(text).toContain('no candidate reaches the score for an update');
  });

  it('names the mute that kept it quiet', () => {
    const reasons = ['muted until 2025-10-01 00:00 UTC (log-gardener.yaml): known, fixed in October'];
    const decision = { action: 'skip', issue: null, verdict: null, reasons } as const;
    const text = flowing(textOf({ ...missingModule(), draft: null, decision: { ...decision, reasons } }));
    expect(text).toContain(`skipped - ${reasons[0]}`);
  });

  it('says why a draft was rejected, and what failed', () => {
    const { draft, ...rest } = missingModule();
    if (draft === null) throw new Error('no draft');
    const state = { status: 'rejected', reason: 'known', at: '2025-09-13T00:00:00Z' } as const;
    expect(textOf({ ...rest, draft: { ...draft, state } })).toContain('-2 (rejected: known):');
    expect(textOf({ ...rest, draft: null, error: 'GitHub did not answer' })).toContain('GitHub did not answer');
  });

  it('is left out of what comes from files', () => {
    const from = { kind: 'files', sources: ['a.json', 'b.json'], minSeverity: 'ERROR' } as const;
    const text = textOf(missingModule(), { from: { ...from, sources: ['a.json', 'b.json'] }, outcome: null });
    expect(text).not.toContain('What became of it');
    expect(text).toContain('in a.json, b.json at ERROR or above');
  });
});

describe('patterns', () => {
  const many = (count: number): Explanation['patterns'] => {
    const [pattern] = explainTriaged(routingFailures(), aRun(), null).patterns;
    if (pattern === undefined) throw new Error('no pattern');
    return Array.from({ length: count }, (_, index) => ({
      ...pattern,
      fingerprint: `lg1${String(index).padStart(16, '0')}`,
      rules: [`joined: rule ${index}`],
    }));
  };

  it('are bounded; the one that was asked for is always shown, and what is left is counted', () => {
    const asked = 'lg10000000000000033';
    const patterns = many(40);
    const text = textOf(routingFailures(), { patterns, asked });
    expect(text).toContain('lg10000000000000011');
    expect(text).not.toContain('lg10000000000000012');
    expect(text).toContain(`${asked} is pattern 34 of these 40:`);
    expect(text).toContain('\n  34  lg10000000000000033');
    expect(text).toContain('and 27 more patterns, see --json');
    expect(text).toContain('joined: rule 33');
  });

  it('of an older run stand under the rules that it recorded', () => {
    const patterns = many(2).map((pattern) => ({ ...pattern, rules: [] }));
    const rules = [{ rule: "joined: same root exception 'E: no' (2 patterns)", patterns: [] }];
    expect(textOf(routingFailures(), { patterns, rules })).toContain(
      "  - joined: same root exception 'E: no' (2 patterns)",
    );
  });

  it('have rules that call the root cause by that name', () => {
    const cause = { type: 'ImportError', message: "No module named 'shop'" };
    const [root, other] = many(2);
    if (root === undefined || other === undefined) throw new Error('no patterns');
    const name = `'${cause.type}: ${cause.message}'`;
    const rules = [`joined: 2 patterns quoting the exception ${name}`, `joined: lines of one trace, that of ${name}`];
    const text = textOf(routingFailures(), {
      patterns: [root, { ...other, rules }],
      root: { fingerprint: root.fingerprint, because: 'it tells of the root cause', cause },
    });
    expect(text).toContain("Root cause: ImportError: No module named 'shop'");
    expect(text).toContain('- joined: 2 patterns quoting the root cause\n');
    expect(text).toContain('- joined: lines of one trace, that of the root cause\n');
  });
});

describe('what a pattern says of itself', () => {
  it('of lines that several problems share says that they are not counted', () => {
    const [pattern] = explainTriaged(routingFailures(), aRun(), null).patterns;
    if (pattern === undefined) throw new Error('no pattern');
    const shared = { ...pattern, fingerprint: 'lg10000000000000002', count: 40, part: 'shared' as const };
    const text = flowing(textOf(routingFailures(), { patterns: [pattern, shared] }));
    expect(text).toContain('lg10000000000000002 40 (shared with other problems, not counted) × ERROR');
    expect(text.match(/not counted/g)).toHaveLength(1);
  });

  it('names no function where the frame names none', () => {
    const [pattern] = explainTriaged(routingFailures(), aRun(), null).patterns;
    if (pattern === undefined) throw new Error('no pattern');
    const at = { file: '/app/config.go', function: '', line: 12 };
    const text = textOf(routingFailures(), { patterns: [{ ...pattern, thrown: [{ type: 'E', message: 'm', at }] }] });
    expect(text).toContain('threw E: m, at /app/config.go:12\n');
  });
});

describe('evidence and entries', () => {
  it('stand as a table, bounded counts as they are', () => {
    const evidence = [
      { id: 'E1', name: 'entries', value: 1_234_567 },
      { id: 'E2', name: 'mean time between exits', value: 7.2, unit: 's' },
      { id: 'E10', name: 'users', value: 'at least 10,000' },
    ];
    const text = textOf(missingModule(), { evidence });
    expect(text).toContain('  E1   entries                  1,234,567\n');
    expect(text).toContain('  E2   mean time between exits  7.2 s\n');
    expect(text).toContain('  E10  users                    at least 10,000\n');
  });

  it('say how many of how many are shown', () => {
    expect(textOf(missingModule())).toContain('\n1 of 1,000 entries\n  2025-09-12 19:26:23.403238 UTC  WARNING\n');
  });

  it('of a long message show the beginning and the end', () => {
    const explanation = explainTriaged(missingModule(), aRun(), null);
    const [pattern] = explanation.patterns;
    const [entry] = pattern?.entries ?? [];
    if (pattern === undefined || entry === undefined) throw new Error('no entry');
    const message = ['Traceback', ...Array.from({ length: 40 }, (_, line) => `  line ${line}`), 'KeyError: x'].join(
      '\n',
    );
    const text = textOf(missingModule(), { patterns: [{ ...pattern, entries: [{ ...entry, message }] }] });
    expect(text).toContain('    Traceback\n    line 0\n    … 38 more lines …\n    line 39\n    KeyError: x\n');
  });
});
