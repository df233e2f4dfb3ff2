import type { McpDeps } from './deps.ts';
import type { McpTool } from './tool.ts';
import { collectLogsTool } from './tools/collect-logs.ts';
import { explainClusterTool } from './tools/explain-cluster.ts';
import { getClusterTool } from './tools/get-cluster.ts';
import { getDraftTool } from './tools/get-draft.ts';
import { getEntriesTool } from './tools/get-entries.ts';
import { getIssueTool } from './tools/get-issue.ts';
import { getWorklogTool } from './tools/get-worklog.ts';
import { listClustersTool } from './tools/list-clusters.ts';
import { listDraftsTool } from './tools/list-drafts.ts';
import { postDraftTool } from './tools/post-draft.ts';
import { proposeDraftTool } from './tools/propose-draft.ts';
import { rejectDraftTool } from './tools/reject-draft.ts';
import { reviseDraftTool } from './tools/revise-draft.ts';
import { runTriageTool } from './tools/run-triage.ts';
import { searchIssuesTool } from './tools/search-issues.ts';
import { searchPullRequestsTool } from './tools/search-pull-requests.ts';

const TOOLS: readonly McpTool[] = [
  collectLogsTool,
  listClustersTool,
  getClusterTool,
  getEntriesTool,
  explainClusterTool,
  searchIssuesTool,
  getIssueTool,
  searchPullRequestsTool,
  proposeDraftTool,
  listDraftsTool,
  getDraftTool,
  reviseDraftTool,
  rejectDraftTool,
  postDraftTool,
  runTriageTool,
  getWorklogTool,
];

/** The tools in the order in which they are listed; only those that read where nothing may be changed. */
export function toolsFor({ readOnly }: Pick<McpDeps, 'readOnly'>): readonly McpTool[] {
  return readOnly ? TOOLS.filter(({ effect }) => effect === 'reads' || effect === 'looks') : TOOLS;
}
