/** What runs in a thread of its own: entries of blocks of lines → summaries. See pool.ts. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createEnvironment } from '../../assess/environment.ts';
import { createSummariser } from '../../cluster/summary/summarise.ts';
import { createEntryReader } from '../../collect/entry-reader.ts';
import { readBlock } from '../../collect/read-block.ts';
import type { Reading } from '../../collect/reading.ts';
import { createRedactor } from '../../collect/redact.ts';
import { createCounter } from '../../collect/tally.ts';
import type { FromThread, Handle, ThreadSettings, ToThread } from './messages.ts';

/** Skeletons of one message: few, so that the main thread takes them in while others are still on their way. */
const AT_ONCE = 64;

function serve(port: MessagePort, settings: ThreadSettings): void {
  const redactor = createRedactor({ key: Buffer.from(settings.redactionKey), patterns: settings.redact });
  const read = createEntryReader(settings, redactor);
  const summariser = createSummariser();
  const environment = createEnvironment();
  const counter = createCounter();
  /** Blocks that were read, and wait to hear which of their entries are duplicates. */
  const waiting = new Map<number, { readings: readonly Reading[]; bytes: Uint8Array<ArrayBuffer> }>();

  const say = (message: FromThread, ...transferred: ArrayBuffer[]): void => port.postMessage(message, transferred);

  const take = ({ block, bytes, length, firstLine }: Extract<ToThread, { kind: 'block' }>): void => {
    const { readings, identities, malformed, parts } = readBlock(read, bytes, length, firstLine);
    waiting.set(block, { readings, bytes });
    say({ kind: 'read', block, identities, malformed, parts }, identities.buffer);
  };

  const countBlock = (block: number, duplicates: Uint8Array): void => {
    const handles: Handle[] = [];
    const { readings, bytes } = waiting.get(block) ?? { readings: [], bytes: new Uint8Array(0) };
    waiting.delete(block);
    readings.forEach((reading, index) => {
      const isNew = duplicates[index] !== 1;
      counter.count(reading, isNew ? reading.outcome : 'duplicates');
      const { kept } = reading;
      if (!isNew || kept === null) return;
      const handle = summariser.add(kept);
      environment.add(kept);
      if (settings.handles) handles.push({ insertId: kept.insertId, handle });
    });
    say({ kind: 'counted', block, handles, bytes }, bytes.buffer);
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'block') take(message);
    else if (message.kind === 'duplicates') countBlock(message.block, message.duplicates);
    else {
      const skeletons = summariser.result();
      for (let at = 0; at < skeletons.length; at += AT_ONCE) {
        say({ kind: 'summaries', skeletons: skeletons.slice(at, at + AT_ONCE) });
      }
      say({ kind: 'result', result: { environment: environment.seen(), counted: counter.counted() } });
      port.close();
    }
  });
}

if (parentPort === null) throw new Error('thread.ts runs in a worker thread only.');
serve(parentPort, workerData);
