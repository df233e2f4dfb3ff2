import { z } from 'zod';
import { GitHubError, StoreError } from '../model/errors.ts';
import { adviceOn, isLimit } from './advice.ts';

const Refusal = z.looseObject({
  status: z.int(),
  message: z.string(),
  request: z.looseObject({ url: z.string() }),
  /** Ours: how long GitHub asks to wait, where connection.ts did not. */
  waitMs: z.number().optional(),
  /** Octokit leaves it out when there was no answer, and then calls the status 500. */
  response: z.looseObject({ headers: z.record(z.string(), z.unknown()).optional() }).optional(),
});

/** What Octokit threw, as an error that says what was tried, what came back and what to do. Other errors pass. */
export function explainFailure(error: unknown, doing: string): unknown {
  // Octokit takes for GitHub's whatever goes wrong while it asks, also that an answer cannot be kept.
  if (error instanceof Error && error.cause instanceof StoreError) return error.cause;
  if (isBrokenOff(error)) return new GitHubError(`Could not ${doing}: it was broken off.`, 0, { cause: error });
  const refusal = Refusal.safeParse(error);
  if (!refusal.success || error instanceof GitHubError) return error;
  const { status, request, response, waitMs } = refusal.data;
  const message = clip(refusal.data.message);
  if (response === undefined) {
    const text = `Could not ${doing}: no answer from ${originOf(request.url)} (${message}). Check the network and GITHUB_API_URL.`;
    return new GitHubError(text, 0, { cause: error });
  }
  const refused = { status, message: refusal.data.message, header: headerIn(response.headers ?? {}) };
  const advice = status === 401 ? 'Is GITHUB_TOKEN expired or revoked?' : adviceOn(refused);
  const text = `Could not ${doing}: GitHub answered ${status} (${message}).${advice === null ? '' : ` ${advice}`}`;
  return new GitHubError(text, status, { cause: error, waitMs, isAdvised: advice !== null });
}

/** By the signal of connection.ts. Octokit passes it on as it is, and what answers late as one of its own. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** By https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api; 451 is a takedown notice. */
const REFUSALS: readonly number[] = [401, 403, 404, 410, 451];

/**
 * Whether GitHub will say the same of a repository however often it is asked, until a person has mended something: there
 * is none of this name, or nothing we may do there. A limit that is reached is over some time.
 */
export function isRefusal(error: GitHubError): boolean {
  return REFUSALS.includes(error.status) && error.waitMs === null && !isLimited(error);
}

/**
 * Whether GitHub may answer some time later, with nothing mended: it is down or hangs, or a limit is reached. Also what
 * was broken off.
 */
export function isPassing(error: GitHubError): boolean {
  return error.status === 0 || error.status >= 500 || error.status === 408 || isLimited(error);
}

const Answer = z.looseObject({ response: z.looseObject({ headers: z.record(z.string(), z.unknown()) }) });

function isLimited({ status, message, cause }: GitHubError): boolean {
  const answer = Answer.safeParse(cause);
  return isLimit({ status, message, header: headerIn(answer.success ? answer.data.response.headers : {}) });
}

function headerIn(headers: Readonly<Record<string, unknown>>): (name: string) => string | null {
  return (name) => (headers[name] === undefined ? null : String(headers[name]));
}

/**
 * One call to GitHub, its answer checked. Throws GitHubError: status 0 without an answer, GitHub's status where it
 * refused, and that of the answer (200 …) where it makes no sense.
 */
export async function ask<T>(
  doing: string,
  shape: z.ZodType<T>,
  call: () => Promise<{ data: unknown; status: number }>,
): Promise<T> {
  let answer: { data: unknown; status: number };
  try {
    answer = await call();
  } catch (error) {
    throw explainFailure(error, doing);
  }
  const checked = shape.safeParse(answer.data);
  if (checked.success) return checked.data;
  const problem = clip(z.prettifyError(checked.error));
  const text = `Could not ${doing}: the answer is not what GitHub sends (${problem}). Does GITHUB_API_URL point to GitHub?`;
  throw new GitHubError(text, answer.status, { cause: checked.error });
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

/** Proxies answer with whole pages; one line of them is enough. */
function clip(text: string): string {
  const line = text.slice(0, 1000).replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line || 'no message';
}
