/** What GitHub answered to a GET, to be asked only whether it still holds. */
export interface KeptAnswer {
  readonly etag: string;
  /** Lists go on where the header `link` says. */
  readonly link: string | null;
  readonly text: string;
}

/** Keeps answers from one run to the next. They hold the text of private issues. */
export interface AnswerMemory {
  recall(url: string): Promise<KeptAnswer | null>;
  keep(url: string, answer: KeptAnswer): Promise<void>;
}

/** Longer answers are asked for again. */
const LONGEST_KEPT = 500_000;

/**
 * Asks GitHub with the tag of the last answer, and gives that answer again where nothing has changed: such a request does
 * not count against the limit. GitHub's tags differ from token to token, so none gets to read what another may. Searches
 * are left alone: they have no tag that lasts.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
 */
export function askConditionally(memory: AnswerMemory, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const url = String(input);
    const isTagged = (init?.method ?? 'GET') === 'GET' && !/\/search\/|\/installation$/.test(new URL(url).pathname);
    if (!isTagged) return send(input, init);
    const known = await memory.recall(url);
    const headers = new Headers(init?.headers);
    if (known !== null) headers.set('if-none-match', known.etag);
    const answer = await send(input, { ...init, headers });
    if (known !== null && answer.status === 304) {
      // Kept anew, so that what is in use does not count as old.
      await memory.keep(url, known);
      return repeat(known, answer.headers);
    }
    const etag = answer.headers.get('etag');
    if (answer.status !== 200 || etag === null || answer.redirected) return answer;
    const text = await answer.clone().text();
    if (text.length <= LONGEST_KEPT) await memory.keep(url, { etag, link: answer.headers.get('link'), text });
    return answer;
  };
}

/** The answer as it was, under the limits as they are now. */
function repeat({ link, text }: KeptAnswer, current: Headers): Response {
  const headers = new Headers(current);
  headers.set('content-type', 'application/json; charset=utf-8');
  headers.delete('content-length');
  if (link === null) headers.delete('link');
  else headers.set('link', link);
  return new Response(text, { status: 200, headers });
}
