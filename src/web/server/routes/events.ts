import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ReviewEvent } from '../../views.ts';
import type { Repeat, Watch } from '../watch.ts';

/** So often something goes out, that both sides know that the other is there. */
const HEARTBEAT_MS = 15_000;

/**
 * What changes in the store, while somebody watches: server-sent events, each a ReviewEvent. What is asked for once the
 * answer has begun, and what comes in it, leave nothing out together.
 */
export function eventRoutes(watch: Watch, repeat: Repeat) {
  return new Hono().get('/', async (context) => {
    const early: ReviewEvent[] = [];
    let tell = (event: ReviewEvent): unknown => early.push(event);
    const stop = await watch.listen((event) => tell(event));
    return streamSSE(context, async (stream) => {
      const write = async (text: string): Promise<void> => {
        if (!stream.aborted) await stream.write(text);
      };
      tell = (event) => write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
      const heartbeat = repeat(() => void write(': alive\n\n'), HEARTBEAT_MS);
      const ended = new Promise<void>((resolve) => {
        stream.onAbort(() => {
          heartbeat.stop();
          stop();
          resolve();
        });
      });
      await write(': ready\n\n');
      for (const event of early) tell(event);
      await ended;
    });
  });
}
