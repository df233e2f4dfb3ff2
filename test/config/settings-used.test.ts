import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from '../../src/config/json-schema.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const Schema = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** Every key of log-gardener.yaml that is no section, as `section.key`. */
function keysOf(schema: unknown, above: readonly string[] = []): string[] {
  const { properties, items } = Schema.parse(schema);
  if (properties === undefined) return items === undefined ? [above.join('.')] : keysOf(items, above);
  return Object.entries(properties).flatMap(([name, inner]) => keysOf(inner, [...above, name]));
}

/** Whether a line begins a test that runs. */
function isTitle(line: string, words: string): boolean {
  return /^\s*it\(/.test(line) && line.includes(words);
}

function textOf(...patterns: string[]): string {
  const files = globSync(patterns, { cwd: CHECKOUT }).filter((path) => !/^src\/config\/(?:schema|template)/.test(path));
  return files.map((path) => readFileSync(join(CHECKOUT, path), 'utf8')).join('\n');
}

/**
 * Which test shows what a key changes, by words of its title. Keys that are not here are only known to be set by some
 * test, which the last test of this file sees to.
 */
const SHOWN: Readonly<Record<string, readonly [file: string, title: string]>> = {
  regression: ['triage/story', 'with regression: new files one new issue'],
  'services.project': ['config/services', 'reads the project, severity and window of a service'],
  'services.repository': ['config/services', 'gives each what the last entry says that takes it in'],
  'services.minSeverity': ['config/services', 'reads the project, severity and window of a service'],
  'services.window': ['config/services', 'reads the project, severity and window of a service'],
  'services.schedule': ['fleet/schedules', 'schedules each service in the zone and mode'],
  'services.maxNewIssues': ['config/services', 'gives each what the last entry says that takes it in'],
  'services.maxUsd': ['config/services', 'reads the project, severity and window of a service'],
  'fleet.schedule': ['fleet/schedules', 'schedules each service in the zone and mode'],
  'fleet.timeZone': ['fleet/schedules', 'schedules each service in the zone and mode'],
  'fleet.mode': ['fleet/schedules', 'enqueues in the mode of the fleet'],
  'fleet.maxUsdPerDay': ['fleet/limits', 'spends no more dollars than a run, or a day, has'],
  'retention.runs': ['e2e/retention', 'triage removes the runs that are older than the config keeps'],
  'retention.transcripts': ['store/retention', 'counts from now how long the config keeps runs'],
  'suspects.before': ['triage/suspects', 'suspects no change from longer before the problem'],
  'claude.model': ['triage/claude/conversation', 'asks as the config says'],
  'claude.effort': ['triage/claude/conversation', 'asks as the config says'],
  'claude.maxAnswerTokens': ['triage/claude/conversation', 'asks as the config says'],
  'claude.maxTurns': ['triage/claude/conversation', 'is told before its last turn that it is the last'],
  'claude.maxTokens': ['triage/claude/conversation', 'at the dollars and tokens of the cluster'],
  'claude.maxUsd': ['triage/claude/conversation', 'at the dollars and tokens of the cluster'],
  'claude.requestsPerMinute': ['fleet/limits', 'keeps all workers together below the requests'],
  'claude.tokensPerMinute': ['fleet/limits', 'keeps all workers together below the tokens'],
  'notify.jobSummary': ['notify/notify', 'begins with what was posted and waits'],
};

it('names for a key only what the schema has, and a test that there is', () => {
  const keys = new Set(keysOf(configJsonSchema()));
  expect(Object.keys(SHOWN).filter((key) => !keys.has(key))).toEqual([]);
  const gone = Object.entries(SHOWN).filter(([, [file, title]]) => {
    const path = join(CHECKOUT, `test/${file}.test.ts`);
    return (
      !existsSync(path) ||
      !readFileSync(path, 'utf8')
        .split('\n')
        .some((line) => isTitle(line, title))
    );
  });
  expect(gone).toEqual([]);
});

it('has no setting that no test sets, or that the program does not read', () => {
  const keys = keysOf(configJsonSchema());
  expect(keys.length).toBeGreaterThan(70);
  const [tests, program] = [textOf('test/**/*.ts', 'fixtures/**/*.yaml'), textOf('src/**/*.ts')];
  const last = (key: string): string => key.split('.').at(-1) ?? '';
  expect(keys.filter((key) => !new RegExp(`\\b${last(key)}['"]?\\s*[:,}]`).test(tests))).toEqual([]);
  expect(keys.filter((key) => !new RegExp(`\\b${last(key)}\\b`).test(program))).toEqual([]);
});
