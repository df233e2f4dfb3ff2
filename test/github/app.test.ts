import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readApp } from '../../src/github/app.ts';
import { makeAppToken } from '../../src/github/app-token.ts';
import { createIssue, getIssue } from '../../src/github/issues.ts';
import { createProbe } from '../../src/github/probe.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { open, planted, tracker } from './connect.ts';

const SLUG = 'log-gardener';
const appHistory = (more: Partial<NonNullable<HistoryInput['app']>> = {}): Partial<HistoryInput> => ({
  viewer: `${SLUG}[bot]`,
  app: { id: 4711, slug: SLUG, ...more },
  issues: [planted(7)],
});

async function openAsApp(more: Parameters<typeof appHistory>[0] = {}) {
  const server = await tracker(appHistory(more));
  const app = { appId: '4711', privateKey: server.privateKey };
  return { server, github: () => open({ ...server, token: '' }, { app }) };
}

describe('a GitHub App', () => {
  it('reads and writes as its bot, whom it trusts, without any token of a person', async () => {
    const { server, github } = await openAsApp();
    const opened = await github();
    expect(opened.login).toBe('log-gardener[bot]');
    expect([...opened.trusted]).toEqual(['log-gardener[bot]']);
    const { number } = await createIssue(opened, { title: 'a', body: 'b', labels: [] });
    expect((await getIssue(opened, number))?.author).toBe('log-gardener[bot]');
    expect(server.requests.some(({ path }) => path === '/user')).toBe(false);
    expect(opened.requests()).toBe(server.requests.length);
  });

  it('gives doctor a token that GitHub takes', async () => {
    const server = await tracker(appHistory());
    const token = await makeAppToken({ appId: '4711', privateKey: server.privateKey }, 'acme/shop', server.url);
    const reply = await createProbe(server.url, token, 5_000).ask('/repos/acme/shop');
    expect(reply).toMatchObject({ kind: 'answer', status: 200, body: { full_name: 'acme/shop' } });
  });

  it('goes on when GitHub fails to make a token the first time', async () => {
    const { server, github } = await openAsApp();
    const path = /access_tokens$/;
    server.failNext({ method: 'POST', path, fault: { kind: 'answer', status: 502 } });
    expect((await github()).name).toBe('shop');
  });

  it.each([
    ['is suspended', { suspended: true }, 'suspended'],
    [
      'may only read issues',
      { permissions: { issues: 'read', pull_requests: 'read' } as const },
      'may not write issues',
    ],
    ['may not see pull requests', { permissions: { issues: 'write' } as const }, 'may not read pull requests'],
  ])('says so when it %s', async (_, app, says) => {
    const { github } = await openAsApp(app);
    await expect(github()).rejects.toThrow(says);
  });

  it('says so when the key is of another App, and when it is not installed there', async () => {
    const server = await tracker(appHistory());
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const stranger = { appId: '4711', privateKey: String(other) };
    await expect(open(server, { app: stranger })).rejects.toThrow('belong together');
    const app = { appId: '4711', privateKey: server.privateKey };
    await expect(open(server, { app, repository: 'acme/else' })).rejects.toThrow('not installed on acme/else');
  });
});

describe('the App of the environment', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

  it('is null when nothing is set', () => {
    expect(readApp({})).toBeNull();
    expect(readApp({ GITHUB_APP_ID: '', GITHUB_APP_PRIVATE_KEY: '' })).toBeNull();
  });

  it('takes the key as the file has it, or on one line', () => {
    const read = { appId: '4711', privateKey: pem.trim() };
    expect(readApp({ GITHUB_APP_ID: '4711', GITHUB_APP_PRIVATE_KEY: pem })).toEqual(read);
    expect(readApp({ GITHUB_APP_ID: '4711', GITHUB_APP_PRIVATE_KEY: pem.trim().replaceAll('\n', '\\n') })).toEqual(
      read,
    );
  });

  it.each([
    ['GITHUB_APP_ID is not', { GITHUB_APP_PRIVATE_KEY: pem }],
    ['GITHUB_APP_PRIVATE_KEY is not', { GITHUB_APP_ID: '4711' }],
    ['GITHUB_APP_ID is neither', { GITHUB_APP_ID: 'my app', GITHUB_APP_PRIVATE_KEY: pem }],
    ['no RSA private key', { GITHUB_APP_ID: '4711', GITHUB_APP_PRIVATE_KEY: 'sesame-open-123' }],
  ])('says %s', (says, env) => {
    expect(() => readApp(env)).toThrow(says);
    expect(() => readApp(env)).not.toThrow('sesame-open-123');
  });
});
