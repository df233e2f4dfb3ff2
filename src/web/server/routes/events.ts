import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ReviewEvent } from '../../views.ts';
import type { Repeat, Watch } from '../watch.ts';

/** So often something goes out, that both sides know that the other is there. */
const HEARTBEAT_MS = 15_000;

/**
 * What changes in the store, while somebody watches: server-sent events `run` and `draft`. The first is `ready`: what is
 * asked for after it, and what comes after it, leave nothing out.
 */
export function eventRoutes(watch: Watch, repeat: Repeat) {
  return new Hono().get('/', (context) =>
    streamSSE(context, async (stream) => {
      const send = async (event: string, data: ReviewEvent | object): Promise<void> => {
        if (!stream.aborted) await stream.writeSSE({ event, data: JSON.stringify(data) });
      };
      const stop = await watch.listen((event) => void send(event.kind, event));
      const heartbeat = repeat(() => void send('alive', {}), HEARTBEAT_MS);
      await send('ready', {});
      await new Promise<void>((resolve) => {
        stream.onAbort(resolve);
        if (stream.aborted) resolve();
      });
      heartbeat.stop();
      stop();
    }),
  );
}
