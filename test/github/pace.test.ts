import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { createComment } from '../../src/github/issues.ts';
import { searchIssues } from '../../src/github/search.ts';
import { connected, planted } from './connect.ts';

const { writeIntervalMs } = Config.parse({}).github;
const MINUTE = 60_000;
const { setImmediate: turn } = globalThis;

let underWay = 0;

/** Only the test moves the clock, for client and server alike, and never while a request is under way. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
  underWay = 0;
  const send = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
    underWay += 1;
    try {
      return await send(...request);
    } finally {
      underWay -= 1;
    }
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets time pass, a tenth of a second at once, until the work is done. */
async function passTime<T>(work: Promise<T>): Promise<T> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  while (!isDone) {
    for (let turns = 0; turns < 3 || underWay > 0; turns += 1) await new Promise((resolve) => turn(resolve));
    await vi.advanceTimersByTimeAsync(100);
  }
  return work;
}

/** The most that came within any minute. */
function mostInAMinute(times: readonly number[]): number {
  return Math.max(...times.map((start) => times.filter((time) => time >= start && time < start + MINUTE).length));
}

describe('at its default pace the client', () => {
  it('asks 100 searches at once no faster than GitHub allows, and none is refused', async () => {
    const waits: string[] = [];
    const { github, server } = await passTime(
      connected(
        { issues: [planted(1, { title: 'SessionMiddleware' })] },
        { writeIntervalMs, onWait: (message) => waits.push(message) },
      ),
    );
    server.limits.search = 30;
    const times: number[] = [];
    const start = Date.now();
    const words = Array.from({ length: 100 }, (_, nth) => `SessionMiddleware ${nth}`);
    const searches = words.map(async (query) => {
      const answer = await searchIssues(github, query, 'words');
      times.push(Date.now());
      return answer;
    });
    const answers = await passTime(Promise.all(searches));
    expect(answers.filter(({ complete }) => !complete)).toEqual([]);
    expect(waits).toEqual([]);
    expect(mostInAMinute(times)).toBeLessThanOrEqual(30);
    // Nor slower than it must be: the first thirty go out at once.
    expect(Date.now() - start).toBeLessThan(3 * MINUTE + 5_000);
    expect(server.requests.filter(({ path }) => path === '/search/issues')).toHaveLength(100);
  });

  it('writes 100 comments, of several clusters, one a second: no secondary limit is met', async () => {
    const waits: string[] = [];
    const { github, server } = await passTime(
      connected({ issues: [planted(7)] }, { writeIntervalMs, onWait: (message) => waits.push(message) }),
    );
    server.limits.writesPerMinute = 80;
    server.limits.writesPerHour = 500;
    const times: number[] = [];
    const clusters = [github.forCluster(), github.forCluster(), github.forCluster()];
    const writes = Array.from({ length: 100 }, async (_, nth) => {
      await createComment(clusters[nth % clusters.length] ?? github, 7, `comment ${nth}`);
      times.push(Date.now());
    });
    await passTime(Promise.all(writes));
    expect(waits).toEqual([]);
    expect(server.issues()[0]?.comments).toHaveLength(100);
    expect(mostInAMinute(times)).toBeLessThanOrEqual(60);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(900);
  });

  it('goes on after a secondary limit that others on the same account used up', async () => {
    const waits: string[] = [];
    const { github, server } = await passTime(
      connected({ issues: [planted(7)] }, { writeIntervalMs, onWait: (message) => waits.push(message) }),
    );
    server.limits.writesPerMinute = 20;
    const writes = Array.from({ length: 30 }, (_, nth) => createComment(github, 7, `comment ${nth}`));
    await passTime(Promise.all(writes));
    expect(waits.length).toBeGreaterThan(0);
    expect(waits).toEqual(waits.map(() => expect.stringContaining('secondary rate limit')));
    expect(
      server
        .issues()[0]
        ?.comments.map(({ body }) => body)
        .toSorted(),
    ).toEqual(Array.from({ length: 30 }, (_, nth) => `comment ${nth}`).toSorted());
  });
});
