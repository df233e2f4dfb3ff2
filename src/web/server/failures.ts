import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ConfigError, GitHubError, NotFoundError, StoreError, UsageError } from '../../model/errors.ts';
import { ChangedMeanwhile } from '../../review/changed-meanwhile.ts';
import type { ErrorView } from '../views.ts';

/** A file or folder of this machine, and what a person at the page calls it. */
export interface KnownPath {
  readonly path: string;
  readonly name: string;
}

/**
 * What a person is told of an error: in words, without a stack and without where things lie on this machine.
 *
 * @param report told of what nobody expected, for the terminal
 */
export function createErrorHandler(
  paths: readonly KnownPath[],
  report: (error: unknown) => void,
): (error: Error, context: Context) => Response {
  return (error, context) => {
    const status = statusOf(error);
    if (status === 500) report(error);
    const message =
      status === 500
        ? 'Something went wrong in log-gardener itself; its terminal says what.'
        : withoutPaths(error.message, paths);
    const answer: ErrorView = { error: message };
    return context.json(answer, status);
  };
}

function statusOf(error: Error): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ChangedMeanwhile) return 409;
  if (error instanceof UsageError || error instanceof ConfigError) return 422;
  if (error instanceof GitHubError) return 502;
  return error instanceof StoreError ? 503 : 500;
}

/** The longest first: a file before the folder that it lies in. */
function withoutPaths(message: string, paths: readonly KnownPath[]): string {
  return paths
    .filter(({ path }) => path.length > 1)
    .toSorted((a, b) => b.path.length - a.path.length)
    .reduce((text, { path, name }) => text.replaceAll(path, name), message);
}
