import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Redactor } from '../collect/redact.ts';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { ModelError } from '../investigate/claude/model.ts';
import { clipAnswer } from '../investigate/tools/clip.ts';
import {
  ConfigError,
  GitHubError,
  NotFoundError,
  OutputError,
  SourceError,
  StoreError,
  UsageError,
  WorklogError,
} from '../model/errors.ts';
import { redactKept } from '../triage/redact-clusters.ts';
import type { Answer } from './tool.ts';

const CUT = 'Ask for less at once, or for the next page.';

/** What a tool found, after the last look for secrets: text of GitHub is in it too. */
export async function tell({ text, data }: Answer<unknown>, redactor: Redactor): Promise<CallToolResult> {
  const structuredContent = toRecord(await redactKept(data, redactor));
  return {
    content: [{ type: 'text', text: clipAnswer(await redactOutgoing(text, redactor), CUT) }],
    structuredContent,
  };
}

function toRecord(data: unknown): Record<string, unknown> {
  if (typeof data !== 'object' || data === null) throw new Error('a tool answered with no object');
  return Object.fromEntries(Object.entries(data));
}

const TOLD = [
  ConfigError,
  GitHubError,
  ModelError,
  NotFoundError,
  OutputError,
  SourceError,
  StoreError,
  UsageError,
  WorklogError,
];

const LONGEST_ERROR = 4000;

/** What went wrong, for the model: in words, what to do with it, and never a stack. */
export async function tellFailure(error: unknown, redactor: Redactor): Promise<CallToolResult> {
  const message = error instanceof Error ? error.message : String(error);
  const isOurs = TOLD.some((kind) => error instanceof kind);
  const told = isOurs
    ? inToolWords(message)
    : `log-gardener itself failed: ${message}. Trying the same again will not help; tell the person.`;
  return {
    content: [{ type: 'text', text: (await redactOutgoing(told, redactor)).slice(0, LONGEST_ERROR).toWellFormed() }],
    isError: true,
  };
}

/** Where messages for a terminal name a command, a client has a tool. */
const TOOL_FOR: readonly (readonly [RegExp, string])[] = [
  [/log-gardener drafts list(?: --run all)?/g, 'list_drafts'],
  [/log-gardener drafts show (\S+)/g, 'get_draft $1'],
  [/log-gardener drafts post (\S+)/g, 'post_draft $1'],
  [/log-gardener worklog (?:show|path)(?: (?=\d)\S+)?/g, 'list_clusters'],
  [/log-gardener triage --source FILE/g, 'collect_logs'],
];

function inToolWords(message: string): string {
  return TOOL_FOR.reduce((text, [command, tool]) => text.replaceAll(command, tool), message);
}
