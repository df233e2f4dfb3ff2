import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** A small seeded generator (mulberry32), so that every run measures the same entries. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const MESSAGES: ((pick: (below: number) => number) => string)[] = [
  (pick) => `Error routing message from user-${pick(5000)}: 'function' object has no attribute 'can_handle'`,
  (pick) => `GET /v2/orders/${pick(1_000_000)}/items took ${pick(9000)} ms`,
  (pick) => `Connection to 10.${pick(255)}.${pick(255)}.${pick(255)}:5432 refused (attempt ${pick(5)})`,
  (pick) => `Cache miss for key session:${pick(1_000_000).toString(16)}`,
  (pick) => `Worker ${pick(64)} finished job ${pick(1_000_000)} in ${pick(60)}.${pick(9)}s`,
  (pick) => `Mail to user${pick(9000)}@example.com could not be delivered: mailbox full`,
  (pick) => `Zahlung für Bestellung ${pick(1_000_000)} fehlgeschlagen: Karte abgelehnt ❌`,
  (pick) =>
    `Traceback (most recent call last):\n  File "/app/orders/pay.py", line ${pick(400)}, in charge\n    gateway.charge(order)\nTimeoutError: gateway did not answer within ${pick(30)} s`,
];
const SEVERITIES = ['INFO', 'NOTICE', 'WARNING', 'ERROR'];

/** Writes `count` Cloud Run entries of about 700 bytes as NDJSON, the same ones every time. */
export async function generateEntries(path: string, count: number): Promise<void> {
  const random = createRandom(42);
  const pick = (below: number): number => Math.floor(random() * below);
  const out = createWriteStream(path);
  const start = Date.parse('2026-01-01T00:00:00Z');
  for (let index = 0; index < count; index += 1) {
    const message = MESSAGES[pick(MESSAGES.length)]?.(pick) ?? '';
    const timestamp = new Date(start + index * 40).toISOString();
    const entry = {
      insertId: `bench-${index}`,
      logName: 'projects/bench/logs/run.googleapis.com%2Fstderr',
      timestamp,
      receiveTimestamp: timestamp,
      severity: SEVERITIES[pick(SEVERITIES.length)],
      resource: {
        type: 'cloud_run_revision',
        labels: {
          project_id: 'bench',
          location: 'us-central1',
          service_name: 'shop',
          revision_name: 'shop-00042-abc',
          configuration_name: 'shop',
        },
      },
      labels: { instanceId: `0069c7a988${pick(40).toString(16).padStart(90, '0')}` },
      trace: `projects/bench/traces/${pick(2 ** 31)
        .toString(16)
        .padStart(32, '0')}`,
      jsonPayload: {
        message,
        labels: { module: 'shop.orders', function: 'handle', line: String(pick(900)) },
        user_id: `u${pick(20_000)}`,
      },
    };
    if (!out.write(`${JSON.stringify(entry)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
