import { existsSync, readFileSync } from 'node:fs';
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

/** Whether a line has the title of a test that runs, also of one with a table before it. */
function isTitle(line: string, words: string): boolean {
  return /^\s*(?:it|it\.each\b.*\)|\]\))\(['"`]/.test(line) && line.includes(words);
}

/** Which test fails when a key changes nothing, by words of its title; in the order of the schema. */
const SHOWN: Readonly<Record<string, readonly [file: string, title: string]>> = {
  project: ['mcp/own-config', 'reads what the config names where a call names nothing'],
  service: ['config/services', 'takes the one service of a config without a list'],
  repository: ['mcp/own-config', 'keeps to the repository and severity of the service'],
  window: ['mcp/own-config', 'looks back as far as the config says'],
  minSeverity: ['mcp/own-config', 'reads what the config names where a call names nothing'],
  'logging.readsPerMinute': ['triage/open-logging', 'reads as often in a minute as the config has it'],
  'logging.settle': ['triage/open-logging', 'arrived as shortly before it as the config has it'],
  'logging.late': ['triage/open-logging', 'as long before it arrived as the config has it'],
  'logging.requestLog': ['e2e/cloud-logging', 'gives the clusters that a file of the same entries gives'],
  'services.names': ['config/services', 'names the services in order, each once'],
  'services.project': ['config/services', 'reads the project, severity and window of a service'],
  'services.repository': ['config/services', 'gives each what the last entry says that takes it in'],
  'services.minSeverity': ['config/services', 'reads the project, severity and window of a service'],
  'services.window': ['config/services', 'reads the project, severity and window of a service'],
  'services.schedule': ['fleet/schedules', 'schedules each service in the zone and mode'],
  'services.maxNewIssues': ['config/services', 'gives each what the last entry says that takes it in'],
  'services.maxUsd': ['config/services', 'reads the project, severity and window of a service'],
  'fleet.schedule': ['fleet/schedules', 'schedules each service in the zone and mode'],
  'fleet.timeZone': ['fleet/schedules', 'schedules each service in the zone and mode'],
  'fleet.slice': ['fleet/slices', 'reads a long window in slices with two workers'],
  'fleet.searchesPerMinute': ['fleet/limits', 'counts searches and writes of GitHub'],
  'fleet.writesPerMinute': ['fleet/limits', 'counts searches and writes of GitHub'],
  'fleet.maxUsdPerDay': ['fleet/limits', 'spends no more dollars than a run, or a day, has'],
  'fleet.mode': ['fleet/schedules', 'enqueues in the mode of the fleet'],
  'retention.runs': ['e2e/retention', 'triage removes the runs that are older than the config keeps'],
  'retention.transcripts': ['store/retention', 'counts from now how long the config keeps runs'],
  'components.name': ['draft/as-configured', 'says of a component what the config says of it'],
  'components.importance': ['assess/assess', 'of %s'],
  'components.modules': ['config/components', '%s is Chat'],
  'components.paths': ['config/components', 'a dot in a file name is no separator'],
  'components.messages': ['config/components', 'a message counts as a whole'],
  'components.journey': ['draft/as-configured', 'says of a component what the config says of it'],
  'components.owner': ['draft/as-configured', 'says of a component what the config says of it'],
  'components.repository': ['config/routing', 'sends %s to %s'],
  'components.assignees': ['draft/new-issue', 'is assigned to whom its components name'],
  'components.revenue': ['assess/assess', 'quotes revenue as configured'],
  'components.links.title': ['draft/as-configured', 'says of a component what the config says of it'],
  'components.links.url': ['draft/as-configured', 'says of a component what the config says of it'],
  'signatures.message': ['assess/assess', 'of %s'],
  'signatures.meaning': ['assess/assess', 'of %s'],
  'issue.title': ['draft/as-configured', 'has the title and the labels that the config gives'],
  'issue.labels': ['draft/as-configured', 'has the title and the labels that the config gives'],
  'issue.linkHosts': ['draft/new-issue', 'links runbooks as configured, and nowhere else'],
  'issue.assignees': ['draft/new-issue', 'is assigned to whom its components name'],
  'issue.coolDown': ['triage/story', 'keeps what is new to the evidence for as long after a comment'],
  'github.allowPublic': ['triage/open-tracker', 'opens a public repository where the config allows it'],
  'github.trustedAuthors': ['triage/open-tracker', 'trusts whom the config names'],
  'github.writeIntervalMs': ['triage/open-tracker', 'trusts whom the config names'],
  'limits.maxNewIssues': ['triage/story', 'posts as many new issues as limits.maxNewIssues allows'],
  'limits.concurrency': ['triage/at-once', 'as many problems at once as the config allows'],
  'limits.maxUsd': ['fleet/limits', 'spends no more dollars than a run, or a day, has'],
  'claude.provider': ['triage/choose-investigator', 'goes the way that the config names, and no other'],
  'claude.model': ['triage/claude/conversation', 'asks as the config says'],
  'claude.models': ['triage/claude/conversation', 'asks another model where the config has one'],
  'claude.effort': ['triage/claude/conversation', 'asks as the config says'],
  'claude.vertex.project': ['triage/choose-investigator', 'by way of Vertex, of the environment or the config'],
  'claude.vertex.region': ['triage/choose-investigator', 'by way of Vertex, of the environment or the config'],
  'claude.maxTurns': ['triage/claude/conversation', 'is told before its last turn that it is the last'],
  'claude.maxTokens': ['triage/claude/conversation', 'at the dollars and tokens of the cluster'],
  'claude.maxAnswerTokens': ['triage/claude/conversation', 'asks as the config says'],
  'claude.maxUsd': ['triage/claude/conversation', 'at the dollars and tokens of the cluster'],
  'claude.requestsPerMinute': ['fleet/limits', 'keeps all workers together below the requests'],
  'claude.tokensPerMinute': ['fleet/limits', 'keeps all workers together below the tokens'],
  'claude.prices': ['triage/choose-investigator', 'needs the price of every model that may be asked'],
  'mutes.fingerprint': ['draft/decision-mute', '%s'],
  'mutes.message': ['draft/decision-mute', '%s'],
  'mutes.until': ['draft/decision-mute', '%s'],
  'mutes.above': ['draft/decision-mute', '%s'],
  'mutes.reason': ['draft/decision-mute', 'says why, and until when'],
  'pins.together': ['e2e/pins', 'lets a person say in the config what is one problem'],
  'pins.apart': ['e2e/pins', 'lets a person say in the config what is one problem'],
  'mcp.allowPosting': ['mcp/posting', 'posts without asking where the config allows it'],
  regression: ['triage/story', 'with regression: new files one new issue'],
  'recovery.after': ['triage/story-gone', 'without a fix gets one line in its evidence'],
  'recovery.closing': ['draft/recovery-draft', 'closes the issue where the policy says so'],
  'suspects.before': ['triage/suspects', 'suspects no change from longer before the problem'],
  'worklog.commit': ['cli/worker-news', 'commits the worklogs of the runs that a worker ends'],
  'worklog.branch': ['cli/worker-news', 'commits the worklogs of the runs that a worker ends'],
  'worklog.folder': ['triage/commit-worklog', 'lies in the folder that the config names'],
  'notify.webhook': ['notify/notify', 'is left alone where there is no news, unless'],
  'notify.jobSummary': ['notify/notify', 'begins with what was posted and waits'],
  'redact.name': ['triage/redact-as-configured', 'hides what the config names'],
  'redact.pattern': ['triage/redact-as-configured', 'hides what the config names'],
  sourceRoots: ['investigate/prose', 'names files as they lie below the source roots'],
};

it('has for every key of the schema, and for nothing else, a test that there is', () => {
  const keys = keysOf(configJsonSchema());
  expect(keys.length).toBeGreaterThan(70);
  expect(Object.keys(SHOWN)).toEqual(keys);
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
