import type { Context } from 'hono';
import { z } from 'zod';
import type { Scene } from './answers.ts';
import { repositoryName } from './answers.ts';
import { Moved, notFound, Refusal } from './refusal.ts';
import type { SearchBehaviour } from './search.ts';
import { findThread, type Issue, isPull, type Pull, type Tracker } from './tracker.ts';

/** What the routes share. */
export interface World {
  tracker: Tracker;
  search: SearchBehaviour;
  now: () => Date;
}

/** The scene of a request below /repos/{owner}/{repo}, or 404 when it is another repository. Case does not matter. */
export function repositoryScene(world: World, c: Context): Scene {
  const asked = `${c.req.param('owner')}/${c.req.param('repo')}`;
  if (asked.toLowerCase() !== repositoryName(world.tracker).toLowerCase()) throw notFound();
  const { repository, scopes } = world.tracker;
  // https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
  if (repository.private && scopes !== null && !scopes.includes('repo')) throw notFound();
  return sceneOf(world, c);
}

export function sceneOf(world: World, c: Context): Scene {
  return { tracker: world.tracker, base: new URL(c.req.url).origin };
}

/** Where a transferred issue is read now, by the id of its new repository. */
function movedTo({ base }: Scene, number: number): string {
  return `${base}/repositories/${MOVED_REPOSITORY}/issues/${number}`;
}

export const MOVED_REPOSITORY = 77;

/** The issue or pull request that the path names. */
export function threadOf(world: World, c: Context): Issue | Pull {
  const thread = findThread(world.tracker, Number(c.req.param('number')));
  if (thread === undefined) throw notFound();
  if (isPull(thread)) {
    if (thread.repository !== null) throw notFound();
    return thread;
  }
  // https://docs.github.com/rest/issues/issues#get-an-issue; of a discussion GitHub says nothing of its own.
  if (thread.gone === 'deleted') throw new Refusal(410, 'This issue was deleted');
  if (thread.gone === 'discussion') throw notFound();
  if (thread.gone === 'transferred') throw new Moved(movedTo(sceneOf(world, c), thread.number));
  return thread;
}

export function pullOf(world: World, c: Context): Pull {
  const thread = threadOf(world, c);
  if (!isPull(thread)) throw notFound();
  return thread;
}

/** The body as this schema has it; 400 when it is no JSON, 422 in GitHub's words when it does not fit. */
export async function bodyOf<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, 'Problems parsing JSON');
    throw error;
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const field = issue.path.join('.');
    return issue.message.endsWith('received undefined')
      ? `"${field}" wasn't supplied.`
      : `For '${field}': ${issue.message}`;
  });
  throw new Refusal(422, `Invalid request.\n\n${problems.join('\n')}`);
}

/** A filter that GitHub knows and this server does not: better a loud failure than an answer that ignores it. */
export function refuseFilters(c: Context, names: readonly string[]): void {
  for (const name of names) {
    if (c.req.query(name) !== undefined) {
      throw new Refusal(501, `The scenario server does not know the filter ${name}; teach it in test/support/github/`);
    }
  }
}

/** A query parameter that must be one of these; 422 otherwise, as GitHub does. */
export function choiceOf<const Choice extends string>(
  c: Context,
  resource: string,
  field: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const given = c.req.query(field);
  if (given === undefined) return choices[0];
  const choice = choices.find((one) => one === given);
  if (choice === undefined) throw new Refusal(422, 'Validation Failed', [{ resource, field, code: 'invalid' }]);
  return choice;
}

/** `since`, as milliseconds; everything without it. */
export function sinceOf(c: Context): number {
  const since = c.req.query('since');
  if (since === undefined) return Number.NEGATIVE_INFINITY;
  if (!z.iso.datetime({ offset: true }).safeParse(since).success) {
    throw new Refusal(422, 'Validation Failed', [{ resource: 'Issue', field: 'since', code: 'invalid' }]);
  }
  return Date.parse(since);
}
