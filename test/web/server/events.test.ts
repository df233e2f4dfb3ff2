import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addDraft, setDraftState } from '../../../src/store/drafts.ts';
import { saveRun } from '../../../src/store/runs.ts';
import type { Repeat } from '../../../src/web/server/watch.ts';
import { createWorklogs } from '../../../src/web/server/worklogs.ts';
import { newIssueDraft } from '../../support/drafts.ts';
import { type Desk, openDesk } from '../../support/review-server.ts';
import { aRun } from '../../support/runs.ts';
import { temporaryStore } from '../../support/store.ts';

/** Time that passes when a test says so. */
function handTurned(): { repeat: Repeat; pass: () => void; running: () => number } {
  const works = new Set<() => void>();
  return {
    repeat: (work) => {
      works.add(work);
      return { stop: () => works.delete(work) };
    },
    pass: () => {
      for (const work of works) work();
    },
    running: () => works.size,
  };
}

/** Listens to the events of a desk: `until` waits for what is told to match. */
async function listen({ server, token }: Desk) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get({ host: '127.0.0.1', port: server.port, path: '/api/events', headers, agent: false }, resolve).on(
      'error',
      reject,
    );
  });
  let told = '';
  let look = (): void => undefined;
  answer.setEncoding('utf8').on('data', (text: string) => {
    told += text;
    look();
  });
  answer.on('error', () => answer.destroy());
  onTestFinished(() => {
    answer.destroy();
  });
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve) => {
      look = () => {
        if (pattern.test(told)) resolve(told);
      };
      look();
    });
  return { answer, until, told: () => told };
}

describe('events', () => {
  it('tell of every change of a run or draft, by this process and by others, and of nothing else', async () => {
    const { repeat, pass, running } = handTurned();
    const desk = await openDesk({ repeat });
    const { store, folder } = desk;
    const draft = newIssueDraft();
    await saveRun(store, aRun());
    await addDraft(store, draft);
    expect(running()).toBe(0);
    const { answer, until, told } = await listen(desk);
    expect(answer.headers['content-type']).toContain('text/event-stream');
    await until(/^: ready\n\n/);
    pass();
    await until(/: alive\n\n/);
    expect(told()).toBe(': ready\n\n: alive\n\n');
    const other = await temporaryStore(folder);
    const to = { status: 'rejected', reason: 'noise', at: '2025-09-12T23:40:00Z' } as const;
    await setDraftState(other, draft.id, { from: ['pending'], to });
    pass();
    const event = { kind: 'draft', draft: draft.id, run: draft.run, hash: draft.hash, status: 'rejected' };
    expect(await until(/rejected/)).toContain(`event: draft\ndata: ${JSON.stringify(event)}\n\n`);
    const begun = aRun({ id: '2025-09-13T00-00-00Z', status: 'running', updatedAt: '2025-09-13T00:00:01Z' });
    for (const [run, pattern] of [
      [begun, /"run":"2025-09-13T00-00-00Z","updatedAt":"2025-09-13T00:00:01Z","status":"running"/],
      [{ ...begun, updatedAt: '2025-09-13T00:00:02Z' }, /:02Z","status":"running"/],
      [{ ...begun, status: 'done', updatedAt: '2025-09-13T00:00:03Z' }, /:03Z","status":"done"/],
    ] as const) {
      await saveRun(other, run);
      pass();
      await until(pattern);
    }
    expect(told().match(/^event: /gm)).toHaveLength(4);
    answer.destroy();
    await expect.poll(running).toBe(0);
  });

  it('end when the server does', async () => {
    const desk = await openDesk();
    const { answer, until } = await listen(desk);
    await until(/ready/);
    const closed = new Promise((resolve) => answer.on('close', resolve));
    await desk.server.close();
    await closed;
    await expect(desk.ask('/api/runs')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('worklogs', () => {
  it('are written once for several decisions, and what is left when the server ends', async () => {
    const written: string[] = [];
    const waiting: (() => void)[] = [];
    const errors: unknown[] = [];
    const refresh = async (run: string): Promise<void> => {
      if (run === 'broken') throw new Error('disk full');
      written.push(run);
    };
    const worklogs = createWorklogs(
      refresh,
      (work) => waiting.push(work),
      (error) => errors.push(error),
    );
    for (const run of ['a', 'a', 'broken', 'b', 'a']) worklogs.touch(run);
    expect([waiting.length, written]).toEqual([1, []]);
    waiting[0]?.();
    await expect.poll(() => written).toEqual(['a', 'b']);
    expect(errors).toHaveLength(1);
    worklogs.touch('c');
    await worklogs.settle();
    expect(written).toEqual(['a', 'b', 'c']);
    await worklogs.settle();
    expect(written).toHaveLength(3);
  });
});
