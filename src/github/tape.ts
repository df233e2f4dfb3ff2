import { createHash } from 'node:crypto';
import type { TapedAnswer } from '../model/tape.ts';

/** Headers that decide what the client does next. */
const KEPT_HEADERS = ['content-type', 'link', 'location', 'retry-after', 'x-ratelimit-remaining', 'x-ratelimit-reset'];

/** Writes down what GitHub answers to `send`, and lets it pass. */
export function recordAnswers(send: typeof fetch, onAnswer: (answer: TapedAnswer) => void): typeof fetch {
  return async (input, init) => {
    const asked = keyOf(input, init);
    try {
      const answer = await send(input, init);
      const text = await answer.clone().text();
      onAnswer({ asked, status: answer.status, headers: headersOf(answer.headers), text });
      return answer;
    } catch (error) {
      onAnswer({ asked, status: 0, headers: {}, text: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  };
}

/** Asks in GitHub's place, and calls `count` where the request is to be counted. */
export type Replay = (count: () => void) => typeof fetch;

/**
 * Answers from what was written down, each question in the order it was asked; never asks anybody. What a sub-agent read
 * is known to code then without a question. In a replay, which asks for none of its turns anew, code has to ask: it gets
 * that answer last of all, and the request counts once, as one of the turn.
 */
export function replayAnswers(answers: readonly TapedAnswer[]): Replay {
  const left = new Map<string, TapedAnswer[]>();
  const inOrder = [...answers.filter(({ byAgent }) => !byAgent), ...answers.filter(({ byAgent }) => byAgent)];
  for (const answer of inOrder) left.set(answer.asked, [...(left.get(answer.asked) ?? []), answer]);
  return (count) => async (input, init) => {
    const asked = keyOf(input, init);
    const answer = left.get(asked)?.shift();
    if (!answer?.byAgent) count();
    if (answer === undefined) throw new TypeError(`nothing like this was asked then: ${asked}`);
    if (answer.status === 0) throw new TypeError(answer.text);
    const hasBody = ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? answer.text : null, { status: answer.status, headers: answer.headers });
  };
}

/** No header counts: there stands the token, and whether the store knew the answer already. */
function keyOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): string {
  const url = input instanceof Request ? input.url : String(input);
  const body = typeof init?.body === 'string' ? ` ${createHash('sha256').update(init.body).digest('hex')}` : '';
  return `${init?.method ?? 'GET'} ${url}${body}`;
}

function headersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
