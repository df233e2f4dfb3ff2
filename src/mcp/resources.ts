import {
  type McpServer,
  type ReadResourceResult,
  ResourceTemplate,
  type Variables,
} from '@modelcontextprotocol/server';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { listDrafts } from '../store/drafts.ts';
import type { Store } from '../store/open.ts';
import { lastRun, newestRunIds } from '../store/runs.ts';
import { findRun } from './find.ts';
import type { Household } from './household.ts';
import { doesWords, shortLine } from './shown.ts';
import { clusterText } from './tools/get-cluster.ts';
import { draftAnswer } from './tools/get-draft.ts';
import { worklogText } from './tools/get-worklog.ts';

const MOST_LISTED = 50;

interface Kind {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** With the one variable in it. */
  readonly uri: string;
  readonly mimeType: string;
  list(store: Store): Promise<{ id: string; name: string; description: string }[]>;
  read(id: string, store: Store, household: Household): Promise<string>;
}

const KINDS: readonly Kind[] = [
  {
    name: 'worklog',
    title: 'Worklog of a run',
    description: 'The Markdown record of a run: what was found, what was done about it, and why.',
    uri: 'worklog://{run}',
    mimeType: 'text/markdown',
    async list(store) {
      const ids = await newestRunIds(store, MOST_LISTED);
      return ids.map((id) => ({ id, name: `Worklog ${id}`, description: `What run ${id} found and did.` }));
    },
    read: async (id, store) => worklogText(await findRun(store, id)),
  },
  {
    name: 'cluster',
    title: 'Cluster',
    description: 'One problem of the newest run that knows it: evidence, patterns, stack trace, example.',
    uri: 'cluster://{fingerprint}',
    mimeType: 'text/plain',
    async list(store) {
      const run = await lastRun(store);
      return (run?.clusters ?? []).slice(0, MOST_LISTED).map(({ cluster, priority }) => ({
        id: cluster.fingerprint,
        name: `${priority} ${cluster.fingerprint}`,
        description: shortLine(cluster.title),
      }));
    },
    read: (id, store, { deps }) => clusterText(id, store, deps),
  },
  {
    name: 'draft',
    title: 'Draft',
    description: 'One proposed change to GitHub, word for word.',
    uri: 'draft://{id}',
    mimeType: 'text/markdown',
    async list(store) {
      const drafts = await listDrafts(store, { status: 'pending' });
      return drafts.slice(-MOST_LISTED).map((draft) => ({
        id: draft.id,
        name: `${draft.priority} draft ${draft.id}`,
        description: shortLine(`${doesWords(draft)}: ${draft.title}`),
      }));
    },
    read: async (id, store, { deps, redactor }) => (await draftAnswer(id, 'whole', { deps, store, redactor })).text,
  },
];

/** What people attach to a conversation: worklogs, clusters and drafts. */
export function registerResources(server: McpServer, household: Household): void {
  const { stores, redactor } = household;
  for (const { name, title, description, uri, mimeType, list, read } of KINDS) {
    const [scheme = '', variable = ''] = uri.split(/:\/\/\{|\}/);
    const template = new ResourceTemplate(uri, {
      list: async () => {
        const listed = await list(await stores.toRead());
        const resources = listed.map(({ id, ...said }) => ({ uri: `${scheme}://${id}`, mimeType, ...said }));
        return { resources: JSON.parse(await redactOutgoing(JSON.stringify(resources), redactor)) };
      },
    });
    server.registerResource(
      name,
      template,
      { title, description, mimeType },
      async (at, variables): Promise<ReadResourceResult> => {
        const text = await read(oneOf(variables, variable), await stores.toRead(), household);
        return { contents: [{ uri: at.href, mimeType, text: await redactOutgoing(text, redactor) }] };
      },
    );
  }
}

function oneOf(variables: Variables, name: string): string {
  const value = variables[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
