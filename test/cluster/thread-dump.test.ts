import { describe, expect, it } from 'vitest';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { Config } from '../../src/config/schema.ts';
import { decide } from '../../src/draft/decision.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { CollectedEntry, LogEntry } from '../../src/model/entry.ts';
import type { Severity } from '../../src/model/severity.ts';
import { given } from '../draft/decision-facts.ts';
import { clusterAll } from '../support/clusters.ts';
import { logEntry } from '../support/log-entries.ts';

const DUMP = `2026-11-20 16:29:40
Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7 mixed mode, sharing):

Threads class SMR info:
_java_thread_list=0x00007f2e2c001ec0, length=13, elements={
0x00007f2e54024ab0, 0x00007f2e5413f2a0,
0x00007f2e54143c70
}

"main" #1 prio=5 os_prio=0 cpu=42.20ms elapsed=91.14s tid=0x00007f2e54024ab0 nid=0x7 waiting on condition  [0x00007f2e5b1fe000]
   java.lang.Thread.State: TIMED_WAITING (sleeping)
	at java.lang.Thread.sleep(java.base@17.0.10/Native Method)
	at com.acme.Main.main(Main.java:9)

"worker-1" #12 prio=5 os_prio=0 cpu=1.2ms elapsed=90s tid=0x00007f2e54144ab0 nid=0x17 waiting for monitor entry  [0x00007f2e5b1fe111]
   java.lang.Thread.State: BLOCKED (on object monitor)
	at com.acme.Bank.pay(Bank.java:20)
	- waiting to lock <0x000000062d0ab0a8> (a java.lang.Object)
	- locked <0x000000062d0ab0b8> (a java.lang.Object)
	at com.acme.Bank$$Lambda$14/0x0000000800c03000.run(Unknown Source)
	at java.lang.Thread.run(java.base@17.0.10/Thread.java:840)

   Locked ownable synchronizers:
	- None

"VM Thread" os_prio=0 cpu=5.1ms elapsed=91s tid=0x00007f2e540f nid=0x9 runnable

JNI global refs: 16, weak refs: 0
`;
const DEADLOCK = `
Found one Java-level deadlock:
=============================
"worker-1":
  waiting to lock monitor 0x00007f2e10002fa0 (object 0x000000062d0ab0a8, a java.lang.Object),
  which is held by "worker-2"
"worker-2":
  waiting to lock monitor 0x00007f2e10003080 (object 0x000000062d0ab0b8, a java.lang.Object),
  which is held by "worker-1"

Java stack information for the threads listed above:
===================================================
"worker-1":
	at com.acme.Bank.pay(Bank.java:20)
	- waiting to lock <0x000000062d0ab0a8> (a java.lang.Object)

Found 1 deadlock.
`;
const THROWN = `java.lang.IllegalStateException: the oven is cold
	at com.acme.Oven.heat(Oven.java:7)
	at com.acme.Main.main(Main.java:9)`;

const gke = (stream: 'stdout' | 'stderr', severity: string): Partial<LogEntry> => ({
  resource: { type: 'k8s_container', labels: { container_name: 'shop', pod_name: 'shop-1' } },
  logName: `projects/p/logs/${stream}`,
  severity,
});
const WHERE: Record<string, Partial<LogEntry>> = {
  'Cloud Run': { severity: 'DEFAULT' },
  'stdout on GKE': gke('stdout', 'INFO'),
  'stderr on GKE': gke('stderr', 'ERROR'),
};

/** Entries as `collect` hands them on: twice the same text, whole or an entry for each line, ten minutes apart. */
function written(
  text: string,
  {
    where,
    whole = false,
    least = 'NOTICE',
    stepMs = 0.3,
    fromMs = 0,
  }: { where: string; whole?: boolean; least?: Severity; stepMs?: number; fromMs?: number },
): CollectedEntry[] {
  const redactor = createRedactor({ key: 'test key', patterns: [] });
  const read = createEntryReader({ minSeverity: least, window: null }, redactor);
  const lines = whole ? [text] : text.split('\n').filter((line) => line !== '');
  return [fromMs, fromMs + 600_000].flatMap((start) =>
    lines.flatMap((textPayload, line) => {
      const micros = Math.round((start + line * stepMs) * 1_000);
      const at = new Date(Date.UTC(2026, 10, 20) + Math.floor(micros / 1_000)).toISOString();
      const timestamp = at.replace('Z', `${String(micros % 1_000).padStart(3, '0')}Z`);
      const insertId = `${start}-${String(line).padStart(5, '0')}`;
      const bytes = Buffer.from(JSON.stringify(logEntry({ ...WHERE[where], insertId, timestamp, textPayload })));
      const reading = read(bytes, 0, bytes.length);
      return reading === null || typeof reading === 'string' || reading.kept === null ? [] : [reading.kept];
    }),
  );
}

const becomes = (cluster: Cluster) => decide(given({ cluster, config: Config.parse({}) }));
const cases = Object.keys(WHERE).flatMap((where) => [true, false].map((whole) => ({ where, whole })));

describe('a thread dump of Java', () => {
  it.each(cases)('that somebody asked for is no error, and makes no issue: %j', (how) => {
    for (const least of ['NOTICE', 'ERROR'] as const) {
      const clusters = clusterAll(written(DUMP, { ...how, least }));
      expect(clusters.map(({ title }) => title)).toEqual([
        'Full thread dump OpenJDK … Server VM (… mixed mode, sharing)',
      ]);
      const [cluster] = clusters;
      expect(cluster?.facts.severity).toBe('NOTICE');
      expect(cluster?.patterns.map(({ severity }) => severity)).toEqual(cluster?.patterns.map(() => 'NOTICE'));
      expect(cluster && becomes(cluster)).toMatchObject({
        action: 'skip',
        reasons: ['a thread dump that somebody asked for, with no deadlock in it, is no problem'],
      });
    }
  });

  it.each(cases)('that found a deadlock is an error worth an issue, whose title says so: %j', (how) => {
    const [cluster, ...others] = clusterAll(written(DUMP + DEADLOCK, how));
    expect(others).toEqual([]);
    expect(cluster?.title).toBe('Found one Java-level deadlock');
    expect(cluster?.facts.severity).toBe('ERROR');
    expect(cluster && becomes(cluster).action).toBe('create');
  });

  it('may take seconds to be written', () => {
    const [cluster, ...others] = clusterAll(written(DUMP, { where: 'stderr on GKE', stepMs: 120 }));
    expect(others).toEqual([]);
    expect(cluster?.facts.severity).toBe('NOTICE');
  });

  it('takes nothing from an exception of the same code', () => {
    const clusters = clusterAll([
      ...written(DUMP, { where: 'Cloud Run' }),
      ...written(THROWN, { where: 'Cloud Run', fromMs: 60_000 }),
    ]);
    expect(clusters.map(({ title, facts }) => [title, facts.severity]).sort()).toEqual([
      ['Full thread dump OpenJDK … Server VM (… mixed mode, sharing)', 'NOTICE'],
      ['the oven is cold', 'ERROR'],
    ]);
  });

  it('is not what only begins like one', () => {
    const [cluster] = clusterAll(
      written('ERROR: Full thread dump was not written (disk full):', { where: 'Cloud Run' }),
    );
    expect(cluster?.facts.severity).toBe('ERROR');
    expect(cluster && becomes(cluster).action).toBe('create');
  });
});
