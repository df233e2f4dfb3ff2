import { describe, expect, it } from 'vitest';
import { clusterAll, repeat, sizesOf, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { splitTrace } from '../support/split-trace.ts';

/** A report of several lines, each an entry, again and again. */
const reported = (report: (i: number) => readonly string[]) =>
  repeat(4, (i) => splitTrace(report(i).join('\n'), { at: i * 60, stepMicroseconds: 100, severity: 'ERROR' }));

const HEAP = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
const heapCrash = (i: number) => [
  '<--- Last few GCs --->',
  `[2${i}:0xa8d8d82a8${i}] 79772${i} ms: Mark-Compact 507.9 (523.6) -> 506.7 (524.8) MB, 496.18 / 0.00 ms allocation failure`,
  '<--- JS stacktrace --->',
  HEAP,
  '----- Native stack trace -----',
  ` 1: 0xefed8${i} node::Abort() [node]`,
  ` 2: 0xb190f${i}  [node]`,
  ` 3: 0x7f1a0${i} __libc_start_main [/lib/x86_64-linux-gnu/libc.so.6]`,
  '----- JavaScript stack trace -----',
  '    1: fill (/app/src/cache.js:12:9)',
];

const dataRace = (i: number) => [
  '==================',
  'WARNING: DATA RACE',
  `Write at 0x00c000be38c${i} by goroutine 3${i}:`,
  '  main.(*Counter).Inc()',
  '      /app/counter.go:12 +0x44',
  `Previous read at 0x00c000cb4ba${i} by goroutine 5${i}:`,
  '  main.(*Counter).Get()',
  '      /app/counter.go:16 +0x3a',
  `Goroutine 3${i} (running) created at:`,
  '  main.main()',
  '      /app/main.go:16 +0x88',
  '==================',
];

const stackOverflow = (i: number) => [
  'Stack overflow.',
  `Repeat 2410${i} times:`,
  '--------------------------------',
  '   at Shop.Tree.Node.Depth()',
  '--------------------------------',
  '   at Shop.Program.Main(System.String[])',
];

const threadDump = (i: number) => [
  `2026-11-20 16:29:4${i}`,
  'Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7 mixed mode, sharing):',
  'Threads class SMR info:',
  `"main" #1 prio=5 os_prio=0 cpu=42.2${i}ms elapsed=91.141s tid=0x0000d1a89b3${i} nid=0x7 waiting on condition`,
  '   java.lang.Thread.State: WAITING (parking)',
  '\tat jdk.internal.misc.Unsafe.park(java.base@17.0.10/Native Method)',
  `\t- parking to wait for  <0x000000004234335${i}> (a java.util.concurrent.locks.AbstractQueuedSynchronizer)`,
  '\tat com.acme.Main.main(Main.java:9)',
];

describe('a report that a runtime writes line by line is one problem, named by its telling line', () => {
  it.each([
    ['a crash of Node', heapCrash, 'Reached heap limit Allocation failed - JavaScript heap out of memory', 'Node'],
    ['a stack overflow of .NET', stackOverflow, 'Stack overflow', '.NET'],
    ["a report of Go's race detector", dataRace, 'DATA RACE', "Go's race detector"],
    ['a thread dump of Java', threadDump, 'Full thread dump OpenJDK … Server VM (… mixed mode, sharing)', 'Java'],
  ] as const)('%s', (_, report, title, program) => {
    const entries = reported(report);
    const [cluster, ...others] = clusterAll(entries);
    expect(others.map((other) => other.title)).toEqual([]);
    expect(cluster?.title).toBe(title);
    expect(cluster?.facts.count).toBe(entries.length);
    expect(cluster?.rules.join('\n')).toContain(`lines in which ${program} says more of '`);
  });

  it('also where an entry holds all of it', () => {
    expect(titlesOf(repeat(3, (i) => [collected({ at: i * 60, message: dataRace(i).join('\n') })]))).toEqual([
      'DATA RACE',
    ]);
  });

  it('is not found in lines that stand alone', () => {
    const entries = repeat(3, (i) => [
      collected({ at: i * 60, message: HEAP }),
      collected({ at: i * 60 + 5, message: '<--- JS stacktrace --->' }),
    ]);
    expect(sizesOf(entries)).toEqual([3, 3]);
  });

  it('takes no frame from an exception', () => {
    const thrown = 'java.lang.IllegalStateException: the oven is cold\n\tat com.acme.Oven.heat(Oven.java:7)';
    const entries = repeat(4, (i) => [
      ...splitTrace(threadDump(i).join('\n'), { at: i * 60, stepMicroseconds: 100, severity: 'ERROR' }),
      ...splitTrace(thrown, { at: i * 60 + 20, stepMicroseconds: 100, severity: 'ERROR' }),
    ]);
    expect(sizesOf(entries)).toEqual([32, 8]);
  });
});
