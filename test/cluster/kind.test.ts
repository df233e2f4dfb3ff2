import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/cluster/kind.ts';

const said = (message: string) => kindOf({ message, hasTrace: false, isRequest: false, status: null });

describe('the kind of a pattern', () => {
  it.each([
    'Container called exit(3).',
    'Container called exit(-1).',
    'Container terminated on signal 9.',
    'Uncaught signal: 9, pid=12, tid=13, fault_addr=0.',
    'Memory limit of 512 MiB exceeded with 514 MiB used. Consider increasing the memory limit.',
    'While handling this request, the container instance was found to be using too much memory and was terminated.',
  ])('is exit for what the platform says of a container that ends: %s', (message) => {
    expect(said(message)).toBe('exit');
  });

  it.each([
    '[2025-09-16 00:42:53 +0000] [11] [ERROR] Worker (pid:13) exited with code 3',
    '[2025-09-16 00:42:53 +0000] [11] [ERROR] Shutting down: Master',
    '[2025-09-16 00:42:53 +0000] [11] [ERROR] Reason: Worker failed to boot.',
    '[2025-09-16 00:42:53 +0000] [11] [ERROR] Exception in worker process',
    '[2025-09-16 00:42:53 +0000] [11] [CRITICAL] WORKER TIMEOUT (pid:13)',
    'Application startup failed. Exiting.',
    'Child process [4711] died',
    'App [api:0] exited with code [1] via signal [SIGINT]',
    "Process 'ForkPoolWorker-1' pid:8 exited with 'signal 9 (SIGKILL)'",
    'billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL).',
    'Worker process 4711 was killed by signal 9',
  ])('is worker-death for what a supervisor says of its worker: %s', (message) => {
    expect(said(message)).toBe('worker-death');
  });

  it.each([
    'The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable within the allocated timeout.',
    'The request failed because the instance could not start successfully.',
    'STARTUP TCP probe failed 1 time consecutively for container "app" on port 8080.',
    'APPLICATION FAILED TO START',
  ])('is cannot-start for a start that fails: %s', (message) => {
    expect(said(message)).toBe('cannot-start');
  });

  it.each([
    'During handling of the above exception, another exception occurred:',
    'The above exception was the direct cause of the following exception:',
    'Traceback (most recent call last):',
    '... 12 more',
  ])('is trace-line for a piece of a stack trace: %s', (message) => {
    expect(said(message)).toBe('trace-line');
  });

  it('is exception for whatever has a stack trace', () => {
    expect(kindOf({ message: 'Worker failed to boot', hasTrace: true, isRequest: false, status: null })).toBe(
      'exception',
    );
  });

  it('is http-error for a request that the service failed, and for no other', () => {
    const request = (status: number) => kindOf({ message: 'GET /orders', hasTrace: false, isRequest: true, status });
    expect(request(500)).toBe('http-error');
    expect(request(404)).toBe('message');
    const lost = 'the container instance was found to be using too much memory and was terminated.';
    expect(kindOf({ message: lost, hasTrace: false, isRequest: true, status: 500 })).toBe('http-error');
    expect(kindOf({ message: 'Upstream said 500', hasTrace: false, isRequest: false, status: 500 })).toBe('message');
  });

  it.each([
    'The exit code of the job is stored',
    'Notification service could not start the timer, will retry',
    'Sentry SDK not available - install sentry-sdk[fastapi] to enable error tracking',
    'Task 7 terminated normally',
    '',
  ])('is message for everything else: %s', (message) => {
    expect(said(message)).toBe('message');
  });

  it('does not take long over a hostile line', () => {
    const started = performance.now();
    for (const piece of ['[', '[] ', 'worker ', 'startup a ', '\t[x]', 'pid:']) said(piece.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
