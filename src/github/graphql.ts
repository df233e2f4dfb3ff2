import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { GitHub } from './client.ts';
import { explainFailure } from './failure.ts';

/**
 * One GraphQL query about the repository, its answer checked; `$owner` and `$name` are filled in. Throws GitHubError for
 * whatever GitHub does not say: also for an answer that carries errors, since a part of it may be missing.
 */
export async function askGraphql<T>(
  github: GitHub,
  doing: string,
  shape: z.ZodType<T>,
  query: string,
  variables: Readonly<Record<string, string | number>> = {},
): Promise<T> {
  let data: unknown;
  try {
    data = await github.octokit.graphql(query, { owner: github.owner, name: github.name, ...variables });
  } catch (error) {
    // @octokit/graphql's own error, for an answer with status 200 that carries `errors`.
    if (error instanceof Error && error.name === 'GraphqlResponseError')
      throw new GitHubError(`Could not ${doing}: GitHub answered ${error.message.slice(0, 200)}`, 200, {
        cause: error,
      });
    throw explainFailure(error, doing);
  }
  const answer = shape.safeParse(data);
  if (answer.success) return answer.data;
  const problem = z.prettifyError(answer.error).slice(0, 200);
  throw new GitHubError(`Could not ${doing}: the answer is not what GitHub sends (${problem}).`, 200, {
    cause: answer.error,
  });
}
