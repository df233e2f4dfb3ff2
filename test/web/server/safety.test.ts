import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addDraft } from '../../../src/store/drafts.ts';
import { saveRun } from '../../../src/store/runs.ts';
import { newIssueDraft } from '../../support/drafts.ts';
import { codeOf, openDesk } from '../../support/review-server.ts';
import { aRun } from '../../support/runs.ts';

const RUN = aRun().id;
const READS = ['/api/runs', `/api/runs/${RUN}`, '/api/drafts', '/api/drafts/x', '/api/rulings', '/api/events'];

describe('signing in', () => {
  it('takes a code once, and every other code never', async () => {
    const { server, raw, ask } = await openDesk();
    const origin = `http://127.0.0.1:${server.port}`;
    const exchange = (code: string) => raw('/api/session', { json: { code }, headers: { origin } });
    const code = codeOf(server.newAddress());
    expect(code).toMatch(/^[\w-]{43}$/);
    expect((await exchange(`${code}x`)).status).toBe(401);
    expect((await exchange(code)).status).toBe(200);
    const again = await exchange(code);
    expect(again.status).toBe(401);
    expect(JSON.parse(again.text).error).toMatch(/used already.*Press Enter/);
    // The tab that was signed in before stays so.
    expect((await ask('/api/runs')).status).toBe(200);
    // A code that nobody used is good for nothing once there is a newer one.
    const forgotten = codeOf(server.newAddress());
    server.newAddress();
    expect((await exchange(forgotten)).status).toBe(401);
  });

  it('refuses everything without a token, or with another one', async () => {
    const { raw, token } = await openDesk();
    const other = await openDesk();
    for (const path of READS) {
      for (const authorization of [
        '',
        'Bearer ',
        `Bearer ${token}x`,
        `Basic ${token}`,
        token,
        `Bearer ${other.token}`,
      ]) {
        const answer = await raw(path, authorization === '' ? {} : { headers: { authorization } });
        expect([path, authorization, answer.status]).toEqual([path, authorization, 401]);
      }
      expect((await raw(`${path}?token=${token}&code=${token}`)).status).toBe(401);
      expect((await raw(path, { headers: { cookie: `token=${token}` } })).status).toBe(401);
    }
  });

  it('gives the token out nowhere else: no cookie, no address, no header', async () => {
    const { ask, token } = await openDesk();
    for (const path of ['/', ...READS.slice(0, -1)]) {
      const { headers, text } = await ask(path);
      expect(headers['set-cookie']).toBeUndefined();
      expect(JSON.stringify(headers) + text).not.toContain(token);
    }
  });
});

describe('other sites', () => {
  it('do not reach it by a name that leads to this machine', async () => {
    const { ask, raw, server } = await openDesk();
    const { port } = server;
    const named = ['127.0.0.1', `127.0.0.1:${port + 1}`, `[::1]:${port}`, `0.0.0.0:${port}`, 'evil.example'];
    for (const host of [...named, `evil.example:${port}`, `127.0.0.1.evil.example:${port}`]) {
      for (const path of ['/', '/assets/page-abc123.js', '/api/runs']) {
        const answer = await ask(path, { headers: { host, origin: `http://${host}` } });
        expect([host, path, answer.status]).toEqual([host, path, 403]);
      }
    }
    for (const host of [`127.0.0.1:${port}.evil.example`, `127.0.0.1:${port}@evil.example`, 'a b']) {
      const { status, text } = await ask('/api/runs', { headers: { host } });
      expect([host, status, JSON.parse(text).error === undefined]).toEqual([host, expect.toBeOneOf([400, 403]), false]);
    }
    expect((await raw('/', { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it('cannot send anything, not even with a token', async () => {
    const { ask, raw, server, store } = await openDesk();
    const { port } = server;
    const draft = newIssueDraft();
    await addDraft(store, draft);
    const json = { seen: draft.hash, live: null };
    const path = `/api/drafts/${draft.id}/approve`;
    for (const origin of ['https://evil.example', 'null', `http://localhost:${port}`, `https://127.0.0.1:${port}`]) {
      expect([origin, (await ask(path, { json, headers: { origin } })).status]).toEqual([origin, 403]);
    }
    for (const site of ['cross-site', 'same-site']) {
      expect((await ask(path, { json, headers: { 'sec-fetch-site': site } })).status).toBe(403);
    }
    // A form of another page needs no leave to be sent: it brings no token.
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const sent = { headers: { 'content-type': type }, body: JSON.stringify(json) };
      expect((await raw(path, sent)).status).toBe(401);
      expect((await ask(path, sent)).status).toBe(415);
    }
    expect((await raw('/api/session', { json: { code: 'x' } })).status).toBe(403);
    const asked = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } };
    const { status, headers } = await raw(path, asked);
    expect(status).toBe(401);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(await store.db.selectFrom('drafts').select('status').execute()).toEqual([{ status: 'pending' }]);
  });
});

describe('what is sent', () => {
  it('is refused while it is read when it is larger than 1 MB', async () => {
    const { ask, server, token } = await openDesk();
    const large = await ask('/api/preview', { json: { draft: 'x', markdown: 'x'.repeat(1_000_000) } });
    expect([large.status, JSON.parse(large.text).error]).toEqual([413, 'More than 1 MB is not taken.']);
    const head = [
      'POST /api/preview HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
    ];
    // Told beforehand: answered before any of it came.
    const told = await sendBody(server.port, [...head, 'Content-Length: 50000000'], 0);
    expect(told.answer).toMatch(/^HTTP\/1\.1 413 /);
    // Not told: answered long before the end.
    const before = process.memoryUsage().arrayBuffers;
    const untold = await sendBody(server.port, [...head, 'Transfer-Encoding: chunked'], 50_000_000);
    expect(untold.answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(untold.sent).toBeLessThan(25_000_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    expect((await ask('/api/runs')).status).toBe(200);
  });

  it('is refused in words when it is not what is asked for', async () => {
    const { ask, store } = await openDesk();
    const draft = newIssueDraft();
    await addDraft(store, draft);
    const refused = async (act: string, body: string): Promise<string> => {
      const headers = { 'content-type': 'application/json' };
      const { status, text } = await ask(`/api/drafts/${draft.id}/${act}`, { body, headers });
      expect(status).toBe(400);
      return JSON.parse(text).error;
    };
    const seen = draft.hash;
    expect(await refused('approve', '{')).toMatch(/JSON/);
    expect(await refused('approve', '{}')).toMatch(/seen/);
    expect(await refused('approve', JSON.stringify({ seen, live: null, more: 1 }))).toMatch(/more/);
    expect(await refused('approve', `{"__proto__":{"live":null},"seen":"${seen}"}`)).toMatch(/__proto__/);
    expect(await refused('approve', '['.repeat(400_000))).toMatch(/JSON/);
    expect(await refused('reject', JSON.stringify({ seen, reason: '' }))).toMatch(/reason/);
    expect(await refused('edit', JSON.stringify({ seen, markdown: 'x'.repeat(65_537) }))).toMatch(/markdown/);
    for (const query of [
      'status=nonsense',
      'after=-1',
      'after=x',
      `query=${'x'.repeat(201)}`,
      'more=1',
      '__proto__=x',
    ]) {
      expect([query, (await ask(`/api/drafts?${query}`)).status]).toEqual([query, 400]);
    }
  });
});

describe('what is answered', () => {
  it('lets the browser run and fetch nothing but the page itself', async () => {
    const { ask, raw } = await openDesk();
    for (const path of ['/', '/assets/page-abc123.js', '/nothing', '/api/runs', '/api/drafts/nothing']) {
      expect((await ask(path)).headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-dns-prefetch-control': 'off',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    expect((await ask('/api/runs')).headers['cache-control']).toBe('no-store');
    expect((await raw('/api/runs')).headers['cache-control']).toBe('no-store');
  });

  it('is a file only where the page has one of that very name', async () => {
    const { raw } = await openDesk();
    expect(await raw('/')).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(await raw('/assets/page-abc123.js')).toMatchObject({ status: 200, text: 'export {};' });
    for (const path of [
      ...['/secret.txt', '/assets/', '/assets', '/index.html', '/../secret.txt', '/assets/../../secret.txt'],
      ...['/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/%2e%2e/%2e%2e/log-gardener.db'],
      ...['/assets/..\\..\\secret.txt', '/assets/page-abc123.js%00.html', '/assets/PAGE-abc123.js'],
      '//etc/passwd',
    ]) {
      const { status, text } = await raw(path);
      expect([path, status]).toEqual([path, expect.toBeOneOf([400, 404])]);
      expect(JSON.parse(text).error).toMatch(/^(?:There is nothing at this address|That cannot be read)\.$/);
    }
  });

  it('says in words what is not there, and never where things lie on this machine', async () => {
    const { ask, store, folder, reported } = await openDesk();
    await saveRun(store, aRun());
    const error = async (path: string, method = 'GET'): Promise<[number, string]> => {
      const { status, text } = await ask(path, { method });
      expect(text).not.toContain(folder);
      return [status, JSON.parse(text).error];
    };
    expect(await error('/api/runs/none')).toEqual([404, 'There is no run none in this store.']);
    expect(await error(`/api/runs/${RUN}/clusters/lg1`)).toEqual([404, `Run ${RUN} has no cluster lg1.`]);
    expect(await error('/api/drafts/none')).toEqual([404, 'There is no draft none in this store.']);
    expect(await error('/api/nothing')).toEqual([404, 'There is nothing at this address.']);
    expect(await error('/api/rulings/7', 'DELETE')).toEqual([404, expect.stringMatching(/no ruling 7/)]);
    await saveRun(store, aRun({ id: 'damaged' }));
    await store.db.updateTable('runs').set({ record: '{' }).where('id', '=', 'damaged').execute();
    expect(await error('/api/runs/damaged')).toEqual([503, expect.stringMatching(/cannot be read/)]);
    expect(reported).toEqual([]);
    for (const table of ['turns', 'reviews', 'ledger', 'drafts'] as const) {
      await store.db.schema.dropTable(table).execute();
    }
    const [status, said] = await error('/api/drafts');
    expect([status, said]).toEqual([503, expect.not.stringMatching(/\bat \S+:\d|node_modules/)]);
  });
});

/** Sends a body for as long as the server takes it, and gives what it answers. */
function sendBody(
  port: number,
  head: readonly string[],
  bytes: number,
): Promise<{ readonly answer: string; readonly sent: number }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    let sent = 0;
    const chunk = 'x'.repeat(0x10000);
    const push = (): void => {
      while (sent < bytes && answer === '' && !socket.destroyed) {
        sent += chunk.length;
        if (!socket.write(`10000\r\n${chunk}\r\n`)) return;
      }
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      socket.destroy();
    });
    socket.on('drain', push);
    // The server hangs up on who goes on sending.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => (answer === '' ? reject(new Error('no answer')) : resolve({ answer, sent })));
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    push();
  });
}
