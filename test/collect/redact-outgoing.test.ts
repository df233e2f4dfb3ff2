import { expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { redactOutgoing } from '../../src/collect/redact-outgoing.ts';

const redactor = () => createRedactor({ key: 'test key', patterns: [] });
// Put together here, so that no scanner takes this file for a leak.
const grafana = `glsa_${'abcdefghijklmnopqrstuvwxyz012345'}_${'01234567'}`;
const huggingFace = `hf_${'abcdefghijklmnopqrstuvwxyzABCDEFGH'}`;

it('hides what only secretlint knows, and what the fast scanner does, with the same placeholders', async () => {
  const fast = redactor();
  const text = await redactOutgoing(`mail a@x.org, ${grafana} and ${huggingFace}`, fast);
  expect(text).toMatch(/^mail \[email-[0-9a-f]{4}\], \[secret-[0-9a-f]{4}\] and \[secret-[0-9a-f]{4}\]$/);
  expect(text).toContain(fast.text('a@x.org'));
  expect(fast.count).toBe(4);
});

it('is idempotent', async () => {
  const both = redactor();
  const once = await redactOutgoing(`${grafana} postgres://app:s3cr3t@db/x Bearer abcdef0123456789`, both);
  expect(await redactOutgoing(once, both)).toBe(once);
});

it('hides what stands behind a written-out line end', async () => {
  const text = JSON.stringify({ text: `line\n${grafana}` });
  expect(await redactOutgoing(text, redactor())).toMatch(/^\{"text":"line\\n\[secret-[0-9a-f]{4}\]"\}$/);
});

it('is not switched off by a directive in the text', async () => {
  const text = await redactOutgoing(`<!-- secretlint-disable -->\n${grafana}\n`, redactor());
  expect(text).toContain('<!-- secretlint-disable -->');
  expect(text).not.toContain(grafana);
});

it.each([
  '',
  'SessionMiddleware must be installed to access request.session',
  'postgres://app:****@db/x',
  'commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12 on netra-backend-staging-00734-fvm',
])('leaves %j alone', async (text) => {
  expect(await redactOutgoing(text, redactor())).toBe(text);
});

it('leaves nothing behind in the process, however often it is called', async () => {
  const marks = () => performance.getEntriesByType('mark').length;
  await redactOutgoing('first', redactor());
  const before = marks();
  for (let turn = 0; turn < 20; turn += 1) await redactOutgoing(`text ${turn}`, redactor());
  expect(marks()).toBe(before);
});
