import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hourly, ORDERS_FAIL, SHOP, startReview } from '../support/reviewed-run.ts';
import { runHere } from '../support/run-here.ts';

async function startCommands() {
  const scene = await startReview(hourly('Order store lost its connection: pool exhausted', 5), {
    issues: [ORDERS_FAIL],
  });
  const [draft] = scene.drafts;
  if (draft === undefined) throw new Error('no draft');
  await scene.store.close();
  writeFileSync(join(scene.state, 'log-gardener.yaml'), `repository: ${SHOP}\n`);
  const env = { GITHUB_TOKEN: scene.tracker.token, GITHUB_API_URL: scene.tracker.url, VISUAL: '', EDITOR: '' };
  const gardener = (args: readonly string[], more: Record<string, string> = {}) =>
    runHere(['--state', scene.state, 'drafts', ...args], { cwd: scene.state, env: { ...env, ...more } });
  return { ...scene, id: draft.id, gardener };
}

it('edits a draft by options, by a file and in an editor, and says where there is none', async () => {
  const { id, gardener, state } = await startCommands();
  writeFileSync(join(state, 'words.md'), 'Ask @anna.\n');
  const by = ['--title', 'Pool exhausted', '--labels', 'log-gardener,on call', '--body', join(state, 'words.md')];
  expect(await gardener(['edit', id, ...by])).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`Edited ${id}`),
  });
  const shown = (await gardener(['show', id])).stdout;
  expect(shown).toContain('# Pool exhausted\n\nAsk @anna.\n\n<!-- log-gardener:evidence -->');
  expect(shown).toContain('Labels: log-gardener, on call');

  const without = await gardener(['edit', id]);
  expect(without).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no editor: set VISUAL or EDITOR'),
  });
  const sed = await gardener(['edit', id], { EDITOR: `sed -i -e 's/^# Pool/# The pool/' -e 's/@anna/@bert/'` });
  expect(sed).toMatchObject({ code: 0 });
  expect((await gardener(['show', id])).stdout).toContain('# The pool exhausted\n\nAsk @bert.');
  expect(await gardener(['edit', id], { EDITOR: 'false' })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('did not end well (exit code 1). Nothing was changed.'),
  });
  expect(await gardener(['edit', id, '--priority', 'P9'])).toMatchObject({
    code: 2,
    stderr: 'Error: --priority: give one of P0, P1, P2, P3.\n',
  });
  expect((await gardener(['restore', id])).stderr).toContain('is as it was drafted, and waits for review.');
});

it('approves by its hash only what was shown', async () => {
  const { id, gardener } = await startCommands();
  const [, seen = ''] = /^Hash: ([0-9a-f]{64})$/m.exec((await gardener(['show', id])).stdout) ?? [];
  await gardener(['edit', id, '--title', 'Another']);
  const refused = await gardener(['approve', id, '--seen', seen]);
  expect(refused).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is not what you saw any more: it was edited'),
  });
  expect((await gardener(['list'])).stdout).toContain('pending');
  expect(await gardener(['approve', id, '--seen', 'abc'])).toMatchObject({ code: 2 });
  const { hash } = JSON.parse((await gardener(['show', id, '--json'])).stdout);
  expect(await gardener(['approve', id, '--seen', hash])).toMatchObject({ code: 0 });
});

it('gives a draft another target, rejects it with a ruling, lists and lifts that, and takes it back', async () => {
  const { id, gardener } = await startCommands();
  expect((await gardener(['edit', id, '--target', '#7'])).stderr).toContain('Edited');
  expect((await gardener(['list'])).stdout).toMatch(/update #7/);
  expect((await gardener(['edit', id, '--target', 'seven'])).stderr).toContain(
    "give an issue's number, or the word new",
  );
  const rejected = await gardener([
    'reject',
    id,
    '--reason',
    'Known, ignore it.',
    '--mute-until',
    '2999-01-01T00:00:00Z',
  ]);
  expect(rejected).toMatchObject({ code: 0, stderr: expect.stringContaining('Later runs respect it') });
  const { stdout } = await gardener(['rulings']);
  expect(stdout).toMatch(/is muted until 2999-01-01 00:00 UTC:\s+Known,\s+ignore it\./);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect((await gardener(['undo', id])).stderr).toBe(`Draft ${id} waits for review again.\n`);
  expect((await gardener(['rulings'])).stderr).toMatch(/^No rulings/);
  expect(await gardener(['lift', '1'])).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Error: Ruling 1 was lifted/),
  });
  const wrong = await gardener(['reject', id, '--reason', 'x', '--mute-until', 'tomorrow']);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--mute-until: ') });
  const both = await gardener(['reject', id, '--reason', 'x', '--mute-tenfold', '--duplicate-of', '7']);
  expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining('Give one of --mute-until') });
});

it('prints a decided draft as a scenario, and what reviewers decided', async () => {
  const { id, gardener, state } = await startCommands();
  expect(await gardener(['export-scenario', id])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('is pending: approve it, or reject it with a ruling'),
  });
  await gardener(['approve', id]);
  const { stdout, stderr } = await gardener(['export-scenario', id]);
  expect(stdout).toMatch(/^# Of draft [\s\S]*\nkind: plain new\n[\s\S]*\nanswers:\n {2}- about: /);
  expect(stderr).toContain('read it before you share it');
  const stats = await runHere(['--state', state, 'stats', '--json'], { cwd: state });
  expect(JSON.parse(stats.stdout)).toMatchObject({
    all: { drafts: 1, reviewed: 1, approvedUnchanged: 1, approvedEdited: 0, rejected: 0 },
    authors: [{ author: 'rules' }],
  });
});
