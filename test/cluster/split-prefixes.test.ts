import { describe, expect, it } from 'vitest';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { clusterAll, repeat, titlesOf } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { OTHER_PYTHON, splitTrace, TRACES } from '../support/split-trace.ts';

const python = TRACES.python.text;

describe('a stack trace behind what a logger puts before every line', () => {
  const chained = TRACES['python, chained'];
  const behind = (prefix: (i: number) => string, text: string, severity: CollectedEntry['severity']) =>
    repeat(3, (i) =>
      splitTrace(text.replaceAll(/^(?=.)/gm, prefix(i)), { at: i * 60, stepMicroseconds: 1_000, severity }),
    );

  it.each<[string, (i: number) => string, CollectedEntry['severity']]>([
    ['torchrun', (i) => `[rank${i}]: `, 'DEFAULT'],
    ['Docker Compose', (i) => `web-${i}  | `, 'ERROR'],
    ['vLLM', (i) => `(Worker_TP${i} pid=4${i}) ERROR 04-28 02:37:0${i} [core.py:398] `, 'ERROR'],
    ['mod_wsgi', (i) => `[Fri Nov 20 10:00:0${i}.123 2026] [wsgi:error] [pid 3${i}] `, 'ERROR'],
    ['supervisord', (i) => `2026-11-20 10:00:0${i},123 DEBG 'web' stderr output: `, 'DEFAULT'],
  ])('is one cluster, with its exception as the root: %s', (_case, prefix, severity) => {
    for (const { text, title } of [TRACES.python, chained]) {
      const [cluster, ...others] = clusterAll(behind(prefix, text, severity));
      expect(others.map((other) => other.title)).toEqual([]);
      expect(cluster?.title).toBe(title);
    }
  });

  it('stays apart from another one, and from what else the logger writes', () => {
    const prefix = (i: number) => `[rank${i}]: `;
    const entries = [
      ...behind(prefix, python, 'ERROR'),
      ...behind(prefix, OTHER_PYTHON, 'ERROR').map((entry) => ({ ...entry, seconds: entry.seconds + 30 })),
      ...repeat(3, (i) => collected({ at: i * 60 + 15, message: `[rank${i}]: The oven door was left open` })),
      ...repeat(3, (i) => collected({ at: i * 60 + 16, message: `rank${i}: ValueError: seven is no colour` })),
    ];
    expect(titlesOf(entries).sort()).toEqual([
      TRACES.python.title,
      'The oven door was left open',
      'ValueError: seven is no colour',
      'the name of the database host is not known',
    ]);
  });
});
