import type { ReviewEvent } from '../views.ts';
import { bearer } from './session.ts';

/** Whether changes reach this page. */
export type Liveness = 'connecting' | 'live' | 'lost';

const LONGEST_WAIT = 15_000;

/**
 * Listens to what changes in the store. It comes by fetch, since an EventSource would put the token into the address.
 * Where the line breaks it tries again, each time after twice as long.
 *
 * @returns how to stop
 */
export function listen(onEvent: (event: ReviewEvent) => void, onLiveness: (now: Liveness) => void): () => void {
  const stop = new AbortController();
  void (async () => {
    let wait = 500;
    while (!stop.signal.aborted) {
      try {
        const answer = await fetch('/api/events', { headers: bearer(), signal: stop.signal });
        if (answer.ok && answer.body !== null) {
          onLiveness('live');
          wait = 500;
          for await (const event of readEvents(answer.body)) onEvent(event);
        }
      } catch {
        // Said by the liveness; the next try follows.
      }
      if (stop.signal.aborted) return;
      onLiveness('lost');
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  })();
  return () => stop.abort();
}

/** The events of a stream of `data: {…}` blocks; comments and heartbeats are passed over. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ReviewEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trim())
        .join('\n');
      if (data !== '' && data.startsWith('{')) yield JSON.parse(data);
    }
  }
}
