import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createRedactor } from '../../src/collect/redact.ts';
import { redactOutgoing } from '../../src/collect/redact-outgoing.ts';
import { Config } from '../../src/config/schema.ts';
import type { Clock } from '../../src/model/clock.ts';
import type { Run } from '../../src/model/run.ts';
import { notifyCheck } from '../../src/notify/doctor-check.ts';
import { type Channels, notify, readChannels } from '../../src/notify/notify.ts';
import { aRun } from '../support/runs.ts';
import { routingFailures } from '../support/triaged-clusters.ts';

const Message = z.strictObject({ text: z.string(), unfurl_links: z.literal(false), unfurl_media: z.literal(false) });

/** A chat on loopback, which gives these answers one after the other, then 200. */
async function startChat(answers: readonly { status: number; retryAfter?: string }[] = []) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const { status, retryAfter } = answers[received.length] ?? { status: 200 };
      received.push(body);
      response.writeHead(status, {
        ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
        ...(status === 302 && { location: 'http://127.0.0.1:1/elsewhere' }),
      });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}/services/T0/B0/hush-hush`;
  return { url, stop, received, texts: () => received.map((body) => Message.parse(JSON.parse(body)).text) };
}

/** A sleep only writes down how long it would be. */
function watchedClock(): Clock & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => 0,
    async sleep(ms) {
      slept.push(ms);
    },
  };
}

const redactor = createRedactor({ key: Buffer.alloc(32, 7), patterns: [] });

async function tell(run: Run, channels: Channels) {
  const clock = watchedClock();
  const problems = await notify(run, channels, { fetch, clock, redact: (text) => redactOutgoing(text, redactor) });
  return { problems, slept: clock.slept };
}

const toChat = (url: string, when: 'news' | 'always' = 'news'): Channels =>
  readChannels(Config.parse({ notify: { webhook: when } }), { LOG_GARDENER_WEBHOOK_URL: url });

const quiet = () => aRun({ clusters: [], recoveries: [], warnings: [] });

function runAbout(title: string): Run {
  const about = routingFailures();
  const draft = { id: 'd-1', title, action: 'create', issue: null, url: null, state: { status: 'pending' } } as const;
  return aRun({ clusters: [{ ...about, draft }] });
}

describe('the chat', () => {
  it('is told what was posted and what waits, with links', async () => {
    const chat = await startChat();
    expect(await tell(aRun(), toChat(chat.url))).toEqual({ problems: [], slept: [] });
    expect(chat.texts()).toEqual([expect.stringMatching(/^\*log-gardener: 2 posted, 1 waits for review\*\n/)]);
    const [text = ''] = chat.texts();
    expect(text).toContain('netra-backend-staging, 2025-09-11 23:30 to 2025-09-12 23:30 UTC');
    expect(text).toMatch(/\*Posted\*\n• P\d (?:created|updated|reopened) <https:\/\/github\.com\/[^|]+\|#\d+> \S/);
    expect(text).toMatch(/\*Waiting for review\*\n• P\d draft: .*\(\d[\d,]* entries\)$/m);
  });

  it('is left alone where there is no news, unless it is to hear of every run', async () => {
    const chat = await startChat();
    await tell(quiet(), toChat(chat.url));
    expect(chat.received).toEqual([]);
    await tell(quiet(), toChat(chat.url, 'always'));
    expect(chat.texts()).toEqual([expect.stringContaining('*log-gardener: nothing to do*')]);
  });

  it('hears of a run that is not whole, though no cluster failed', async () => {
    const chat = await startChat();
    const { collected } = aRun();
    await tell(aRun({ clusters: [], status: 'partial', collected: { ...collected, malformed: 3 } }), toChat(chat.url));
    expect(chat.texts()[0]).toContain('the run is done in part');
    expect(chat.texts()[0]).toContain('• 3 lines could not be read.');
  });

  it('cannot be called by a stranger, nor told a secret', async () => {
    const chat = await startChat();
    const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    const title = `<!channel> @everyone <https://evil.example|click> ${token} from ada@example.com`;
    await tell(runAbout(title), toChat(chat.url));
    const [text = ''] = chat.texts();
    expect(text).not.toMatch(/<!|<https:\/\/evil|@everyone|ghp_|ada@example/);
    expect(text).toContain('[email-');
  });

  it('is asked again while it is busy, for as long as it says, and not for ever', async () => {
    const busy = await startChat([{ status: 429, retryAfter: '7' }, { status: 503 }]);
    expect(await tell(aRun(), toChat(busy.url))).toEqual({ problems: [], slept: [7_000, 4_000] });
    expect(busy.received).toHaveLength(3);
    const down = await startChat(Array.from({ length: 9 }, () => ({ status: 500, retryAfter: '86400' })));
    const { problems, slept } = await tell(aRun(), toChat(down.url));
    expect([down.received.length, slept]).toEqual([4, [60_000, 60_000, 60_000]]);
    expect(problems).toEqual([
      expect.stringMatching(/^The webhook was not told: 127\.0\.0\.1:\d+ answered 500\. Check/),
    ]);
  });

  it('that refuses, leads elsewhere or is gone is a problem that names no secret', async () => {
    const [refusing, leading, gone] = [
      await startChat([{ status: 404 }]),
      await startChat([{ status: 302 }]),
      await startChat(),
    ];
    gone.stop();
    for (const [chat, said] of [
      [refusing, 'answered 404'],
      [leading, 'answered 302'],
      [gone, 'ECONNREFUSED'],
    ] as const) {
      const { problems } = await tell(aRun(), toChat(chat.url));
      expect(problems).toEqual([expect.stringContaining(said)]);
      expect(problems.join()).not.toContain('hush');
    }
    expect(refusing.received).toHaveLength(1);
  });

  it('needs an address that is safe to use, and is off unless it is asked for', () => {
    const config = Config.parse({ notify: { webhook: 'always' } });
    for (const address of ['', 'not an address', 'http://chat.example/hush-hush', 'file:///etc/hush-hush']) {
      expect(() => readChannels(config, { LOG_GARDENER_WEBHOOK_URL: address })).toThrow(/LOG_GARDENER_WEBHOOK_URL is/);
      expect(() => readChannels(config, { LOG_GARDENER_WEBHOOK_URL: address })).not.toThrow(/hush/);
    }
    const env = { LOG_GARDENER_WEBHOOK_URL: 'https://chat.example/x', GITHUB_STEP_SUMMARY: '/a/file' };
    expect(readChannels(Config.parse({}), env)).toEqual({ webhook: null, jobSummary: null });
  });
});

describe('the job summary', () => {
  function summaryFile(before = ''): { path: string; text: () => string; channels: Channels } {
    const folder = mkdtempSync(join(tmpdir(), 'log-gardener-summary-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'summary.md');
    writeFileSync(path, before);
    const config = Config.parse({ notify: { jobSummary: true } });
    const channels = readChannels(config, { GITHUB_STEP_SUMMARY: path });
    return { path, channels, text: () => readFileSync(path, 'utf8') };
  }

  it('begins with what was posted and waits, and holds the worklog without its record', async () => {
    const { channels, text } = summaryFile('before\n');
    expect((await tell(aRun(), channels)).problems).toEqual([]);
    expect(text()).toMatch(/^before\n## log-gardener: 2 posted, 1 waits for review\n/);
    expect(text()).toMatch(/### Posted\n\n- \*\*P\d\*\* \w+ \[#\d+\]\(https:/);
    expect(text()).toContain('## Executive summary');
    expect(text()).toContain('## Metadata');
    expect(text()).not.toContain('Run record');
  });

  it('sends people to review where they reach the drafts, and else says what it takes', async () => {
    const summaryWith = async (env: NodeJS.ProcessEnv): Promise<string> => {
      const { path, text } = summaryFile();
      const config = Config.parse({ notify: { jobSummary: true } });
      await tell(aRun(), readChannels(config, { GITHUB_STEP_SUMMARY: path, ...env }));
      return text();
    };
    expect(await summaryWith({ DATABASE_URL: 'postgres://db.internal/gardener' })).toMatch(
      /What waits is decided with log-gardener review, on a machine with the DATABASE\\?_URL of this job/,
    );
    for (const env of [{}, { DATABASE_URL: '' }]) {
      const alone = await summaryWith(env);
      expect(alone).toContain('What waits is in the state of this job alone, where nobody can review it.');
      expect(alone).not.toContain('What waits is decided with');
    }
  });

  it('keeps its short part where the worklog is too long for GitHub', async () => {
    const { channels, text } = summaryFile('x'.repeat(1024 * 1024 - 3000));
    await tell(aRun(), channels);
    expect(text().length).toBeLessThanOrEqual(1024 * 1024);
    expect(text()).toContain('### Waiting for review');
    expect(text()).toContain('The worklog is too long to be shown here.');
  });

  it('shows a stranger’s title as text', async () => {
    const { channels, text } = summaryFile();
    await tell(runAbout('<img src=x onerror=alert(1)> [click](https://evil.example) `x'), channels);
    // What the worklog makes of it, its own tests say.
    const [short = ''] = text().split('## Executive summary');
    expect(short).toMatch(/\*\*P\d\*\* draft: new issue \S+.*click/);
    expect(short).not.toMatch(/<img|(?<!\\)\]\(https?:\/\/evil/);
  });

  it('that cannot be written is a problem, not the end', async () => {
    const problems = (
      await tell(aRun(), { webhook: null, jobSummary: { path: '/proc/none/summary', isStoreShared: false } })
    ).problems;
    expect(problems).toEqual([
      expect.stringMatching(/^The job summary could not be written: .*Is GITHUB_STEP_SUMMARY/),
    ]);
  });
});

describe('doctor', () => {
  const look = (notify: object, env: NodeJS.ProcessEnv) => notifyCheck(Config.parse({ notify }).notify, env).examine();

  it('says what triage would stop at, and names no secret', async () => {
    for (const address of ['', 'http://chat.example/hush-hush']) {
      const found = await look({ webhook: 'news' }, { LOG_GARDENER_WEBHOOK_URL: address });
      expect(found).toMatchObject({ status: 'wrong', mend: expect.stringMatching(/^Set it to the address/) });
      expect(JSON.stringify(found)).not.toContain('hush');
    }
    const well = await look({ webhook: 'news' }, { LOG_GARDENER_WEBHOOK_URL: 'https://chat.example/hush-hush' });
    expect(well).toMatchObject({ status: 'ok', says: 'a chat at chat.example hears of news' });
    expect(JSON.stringify(well)).not.toContain('hush');
    expect(await look({}, {})).toMatchObject({ status: 'ok', notChecked: null });
    expect((await notifyCheck(null, {}).examine()).status).toBe('skipped');
  });
});
