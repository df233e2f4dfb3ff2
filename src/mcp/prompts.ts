import { readFile } from 'node:fs/promises';
import type { GetPromptResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { repositoryOf } from '../config/routing.ts';
import { briefOf, fill } from '../investigate/claude/brief.ts';
import { INVESTIGATOR_PROMPT, loadPrompt } from '../investigate/claude/prompt.ts';
import { lookUp } from '../investigate/look-up.ts';
import { orToldFailure } from './answer.ts';
import { findCluster } from './find.ts';
import type { Household } from './household.ts';
import { clusterArgument, runArgument } from './inputs.ts';
import { slimSchema } from './slim-schema.ts';

/** What a person can start with one word: the whole triage, or the investigation of one cluster. */
export function registerPrompts(server: McpServer, household: Household): void {
  const Triage = z.object({
    window: z
      .string()
      .regex(/^[1-9]\d{0,4}[mhd]$/)
      .optional()
      .describe('Such as 24h (default: that of the config).'),
  });
  server.registerPrompt(
    'triage',
    {
      title: 'Triage a window',
      description: 'Walk through all problems of a window of logs, and propose a draft for each.',
      argsSchema: slimSchema(Triage),
    },
    async (args) => {
      const { window } = Triage.parse(args);
      const asked = window === undefined ? '' : ` with window ${window}`;
      return said(fill(await readPrompt('triage'), { window: asked }));
    },
  );
  const Investigate = z.object({ cluster: clusterArgument, run: runArgument });
  server.registerPrompt(
    'investigate',
    {
      title: 'Investigate a cluster',
      description: 'Find out whether GitHub knows one problem, and propose a draft for it.',
      argsSchema: slimSchema(Investigate),
    },
    (args) =>
      orToldFailure(async () => {
        const { cluster, run } = Investigate.parse(args);
        const text = await investigation(cluster, run, household);
        return said(await redactOutgoing(text, household.redactor));
      }, household.redactor),
  );
}

/** The same words as a sub-agent gets, with what code looked up by now. */
async function investigation(asked: string, id: string | undefined, household: Household): Promise<string> {
  const { stores, investigations, deps } = household;
  const store = await stores.toRead();
  const { run, triaged } = await investigations.settle(await findCluster(store, asked, id), store);
  const { cluster, assessment } = triaged;
  const { toolbox } = await investigations.of({ run, triaged }, store);
  const findings = await lookUp(cluster, toolbox);
  const { system, template } = await loadPrompt(INVESTIGATOR_PROMPT);
  const suspected = { suspects: [], suspectsNote: 'propose_draft looks for them.' };
  const { config } = deps;
  const there = { ...run, repository: repositoryOf(run, triaged) };
  const brief = briefOf({ run: there, cluster, assessment, config, suspected, findings, steps: toolbox.steps() });
  const here = fill(await readPrompt('investigate'), { cluster: cluster.fingerprint, run: run.id });
  return [system, here, fill(template, brief)].join('\n\n');
}

async function readPrompt(name: string): Promise<string> {
  return (await readFile(new URL(`../../prompts/mcp/${name}.md`, import.meta.url), 'utf8')).trim();
}

function said(text: string): GetPromptResult {
  return { messages: [{ role: 'user', content: { type: 'text', text } }] };
}
