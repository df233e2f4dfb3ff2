import { redactOutgoing } from '../collect/redact-outgoing.ts';
import type { Toolbox } from '../investigate/toolbox.ts';
import { createToolSet } from '../investigate/tools/tool-set.ts';
import type { Backing } from '../model/backing.ts';
import { UsageError } from '../model/errors.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import { recallRevisions } from '../store/revisions.ts';
import type { Scene } from './tool.ts';

/** What MCP clients can call of the tools that sub-agents have: their answers name no other. */
const OFFERED = ['search_issues', 'get_issue', 'search_pull_requests', 'get_entries'] as const;

/**
 * Calls a tool that sub-agents have, about one cluster, and gives its text: the same words, the same marks around what
 * strangers wrote. What it answers may back a report from then on.
 *
 * @throws UsageError where it found nothing out; the message says what to do instead
 */
export async function callFor(
  name: (typeof OFFERED)[number],
  args: unknown,
  about: {
    readonly run: Run;
    readonly triaged: TriagedCluster;
    readonly toolbox: Toolbox;
    readonly backing: Backing[];
  },
  { store, deps, redactor }: Pick<Scene, 'store' | 'deps' | 'redactor'>,
): Promise<string> {
  const { run, triaged, toolbox } = about;
  const tools = createToolSet({
    offered: OFFERED,
    toolbox,
    cluster: triaged.cluster,
    config: deps.config,
    revisions: await recallRevisions(store, run.collected.revisions, run.collected.deploys),
    redact: (text) => redactOutgoing(text, redactor),
  });
  const { text, isError, backing } = await tools.call(name, args);
  if (isError) throw new UsageError(text);
  // The same answer twice backs nothing more.
  const known = new Set(about.backing.map((one) => `${one.id} ${one.text}`));
  about.backing.push(...backing.filter((one) => !known.has(`${one.id} ${one.text}`)));
  return text;
}
