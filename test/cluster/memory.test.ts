import { describe, expect, it } from 'vitest';
import { repeat, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';
import { groups, said } from '../support/joining.ts';

const killed = (name: string) => `Memory cgroup out of memory: Killed process 4321 (${name}) total-vm:81234kB`;
const javaError = (message: string, file = 'Cart') =>
  `java.lang.OutOfMemoryError: ${message}\n\tat com.acme.${file}.load(${file}.java:12)`;

describe('memory that runs out', () => {
  it.each([
    ['and the process that was killed for it', ['Memory limit of 512 MiB exceeded with 520 MiB used.', killed('node')]],
    ['and the same process in other words', [killed('java'), 'System OOM encountered, victim process: java, pid: 17']],
    ['of a heap', [javaError('Java heap space'), 'High memory usage: 498 MB of 512 MB']],
    ['of one kind in two places', [javaError('Metaspace'), javaError('Metaspace', 'Pay')]],
  ])('is one problem: %s', (_what, messages) => {
    expect(groups(said(...messages))).toEqual([2]);
  });

  it.each([
    ['of two processes', [killed('java'), killed('node')]],
    ['of a graphics card', ['CUDA out of memory. Tried to allocate 20.00 MiB', killed('python3')]],
    ['of a Redis elsewhere', ["OOM command not allowed when used memory > 'maxmemory'.", killed('python3')]],
    [
      'of classes, threads and buffers',
      ['Metaspace', 'unable to create native thread', 'Direct buffer memory', 'Java heap space'].map((kind) =>
        javaError(kind),
      ),
    ],
  ])('is a problem of each: %s', (_what, messages) => {
    expect(groups(said(...messages))).toEqual(messages.map(() => 1));
  });

  it('says nothing of whom, where two were killed', () => {
    const limit = 'Memory limit of 512 MiB exceeded with 520 MiB used.';
    expect(groups(said(limit, killed('java'), killed('node')))).toEqual([1, 1, 1]);
  });

  it('is that of one machine, where no service is named', () => {
    const on = (machine: string, message: string) =>
      repeat(2, (i) =>
        collected({
          message,
          at: 400 * i,
          service: '',
          instance: '',
          entry: { textPayload: message, resource: { type: 'gce_instance', labels: { instance_id: machine } } },
        }),
      );
    const error = traceback('batch/sum.py', 'total', 'MemoryError: cannot allocate memory');
    expect(groups([...on('1', killed('python3')), ...on('1', error)])).toEqual([2]);
    expect(groups([...on('1', killed('python3')), ...on('2', error)])).toEqual([1, 1]);
    expect(groups([...on('1', killed('python3')), ...on('2', killed('python3')), ...on('1', error)])).toEqual([1, 1]);
  });
});
