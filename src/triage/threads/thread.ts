/** What runs in a thread of its own: entries of blocks of lines → summaries. See pool.ts. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { createEnvironment } from '../../assess/environment.ts';
import { createSummariser, memoryOf } from '../../cluster/summary/summarise.ts';
import { createEntryReader } from '../../collect/entry-reader.ts';
import { readBlock } from '../../collect/read-block.ts';
import { createRedactor } from '../../collect/redact.ts';
import type { IdentityTable } from '../../collect/seen-identities.ts';
import { createCounter } from '../../collect/tally.ts';
import type { FromThread, Handle, ThreadStart, ToThread } from './messages.ts';
import { Ring } from './ring.ts';
import { createTurns } from './turns.ts';

/** Skeletons of one message: few, so that the main thread takes them in while others are still on their way. */
const AT_ONCE = 64;
/** Blocks that wait for their turn; with more, their entries would grow old. */
const MOST_WAITING = 2;
/** How long it waits at a time for another thread, in milliseconds. */
const MOMENT = 5;

function serve(port: MessagePort, { settings, ring: memory, identities: first }: ThreadStart): void {
  const redactor = createRedactor({ key: Buffer.from(settings.redactionKey), patterns: settings.redact });
  const read = createEntryReader(settings, redactor);
  const summariser = createSummariser();
  const environment = createEnvironment();
  const counter = createCounter();
  const ring = new Ring(memory);
  const say = (message: FromThread): void => port.postMessage(message);

  let identities = { table: 0, slots: first };
  const newestIdentities = (): IdentityTable => {
    while (identities.table < ring.table) {
      const sent: { message: ToThread } | undefined = receiveMessageOnPort(port);
      if (sent !== undefined) identities = { table: identities.table + 1, slots: sent.message.identities };
    }
    return identities.slots;
  };

  const turns = createTurns(ring, newestIdentities, (block, reading, duplicates) => {
    const handles: Handle[] = [];
    const { readings, malformed, parts } = reading;
    readings.forEach((reading, index) => {
      counter.count(reading, duplicates[index] === 1 ? 'duplicates' : reading.outcome);
    });
    readings.forEach(({ kept }, index) => {
      if (duplicates[index] === 1 || kept === null) return;
      const handle = summariser.add(kept);
      environment.add(kept);
      if (settings.handles) handles.push({ insertId: kept.insertId, handle });
    });
    say({ kind: 'counted', block, entries: readings.length, malformed, parts, handles });
  });

  while (!ring.hasFailed) {
    turns.take();
    const { filled, turn } = ring;
    const next = turns.waiting < MOST_WAITING ? ring.next() : null;
    if (next !== null) turns.add(next.block, readBlock(read, next.bytes, next.length, next.firstLine));
    else if (turns.waiting > 0) ring.waitForTurn(turn, MOMENT);
    else if (ring.hasEnded) break;
    else ring.waitForMore(filled, MOMENT);
  }

  // Of a run that failed nothing is asked for any more.
  if (!ring.hasFailed) {
    const skeletons = summariser.result();
    for (let at = 0; at < skeletons.length; at += AT_ONCE) {
      const some = skeletons.slice(at, at + AT_ONCE);
      port.postMessage({ kind: 'summaries', skeletons: some } satisfies FromThread, memoryOf(some));
    }
    say({ kind: 'result', result: { environment: environment.seen(), counted: counter.counted() } });
  }
  port.close();
}

if (parentPort === null) throw new Error('thread.ts runs in a worker thread only.');
try {
  serve(parentPort, workerData);
} catch (error) {
  new Ring(workerData.ring).fail();
  throw error;
}
