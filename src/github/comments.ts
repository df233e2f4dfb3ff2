import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { IssueComment } from '../model/issue.ts';
import { Actor } from './actor.ts';
import type { GitHub } from './client.ts';
import { askGraphql } from './graphql.ts';
import { listComments } from './issues.ts';

/** The comments of an issue within a GraphQL query; {@link RawComments} reads the answer. */
export const COMMENTS = `comments(last: 100) {
  totalCount
  nodes { fullDatabaseId body createdAt updatedAt author { __typename login } }
}`;

const RawComment = z.looseObject({
  // Ids have outgrown GraphQL's 32-bit integers, so they come as text.
  fullDatabaseId: z.string().regex(/^\d{1,15}$/),
  body: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  author: Actor,
});

/** Oldest first; null where there are more than one answer holds, or one that the token may not see. */
export const RawComments = z
  .looseObject({ totalCount: z.int(), nodes: z.array(RawComment.nullable()) })
  .transform(({ totalCount, nodes }): IssueComment[] | null => {
    const comments = nodes.filter((node) => node !== null);
    if (comments.length < totalCount) return null;
    return comments.map(({ fullDatabaseId, body, createdAt, updatedAt, author }) => ({
      id: Number(fullDatabaseId),
      author: author?.login ?? 'ghost',
      body,
      createdAt,
      updatedAt,
    }));
  });

const Batch = z.looseObject({
  repository: z.record(z.string(), z.looseObject({ comments: RawComments }).nullable()),
});

/** Issues asked for in one query. */
const BATCH = 20;

/**
 * The comments of several issues, oldest first, in few requests: those that one answer does not hold, or of a server
 * without GraphQL, are listed one issue after the other. Throws GitHubError.
 */
export async function listCommentsOfAll(
  github: GitHub,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly IssueComment[]>> {
  const found = new Map<number, readonly IssueComment[]>();
  for (let start = 0; start < numbers.length; start += BATCH) {
    const batch = numbers.slice(start, start + BATCH);
    const known = batch.length > 1 ? await queryComments(github, batch) : new Map<number, IssueComment[]>();
    for (const number of batch) found.set(number, known.get(number) ?? (await listComments(github, number)));
  }
  return found;
}

async function queryComments(github: GitHub, numbers: readonly number[]): Promise<Map<number, IssueComment[]>> {
  const issues = numbers.map((number) => `i${number}: issue(number: ${number}) { ${COMMENTS} }`).join('\n');
  const query = `query Comments($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${issues} } }`;
  const found = new Map<number, IssueComment[]>();
  try {
    const { repository } = await askGraphql(github, 'list comments', Batch, query);
    for (const number of numbers) {
      const comments = repository[`i${number}`]?.comments;
      if (comments) found.set(number, comments);
    }
  } catch (error) {
    // REST is asked next, and says what is wrong.
    if (!(error instanceof GitHubError)) throw error;
  }
  return found;
}
