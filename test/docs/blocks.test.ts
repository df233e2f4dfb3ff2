import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { ELSEWHERE, FOREIGN } from '../support/docs/doc-shell.ts';
import { type DocWorld, startDocWorld } from '../support/docs/doc-world.ts';
import { readDocs } from '../support/docs/read-docs.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const docs = readDocs(CHECKOUT);
const blocks = docs.flatMap((one) => one.blocks);
const inShell = docs
  .map(({ path, blocks: own }) => ({ path, scripts: own.filter(({ lang }) => lang === 'sh') }))
  .filter(({ scripts }) => scripts.length > 0);

let folder: string;
let world: DocWorld;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'log-gardener-docs-'));
  world = await startDocWorld(folder);
});

afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Each example of the reference stands for itself; elsewhere one block follows the other. */
const STANDALONE = 'docs/reference/commands.md';
/** They begin with nothing. */
const FROM_NOTHING: Readonly<Record<string, { readonly issues: number }>> = {
  'README.md': { issues: 0 },
  'docs/first-run.md': { issues: 1 },
};

it.each(inShell)('$path: every block runs as it is written', async ({ path, scripts }) => {
  const reader = await world.newReader();
  onTestFinished(() => reader.stop());
  const planted = reader.github.issues().length;
  const fromNothing = FROM_NOTHING[path];
  let cwd = '';
  for (const [nth, { text, place }] of scripts.entries()) {
    const name = `${path.replaceAll('/', '-')}-${nth}`;
    if ((nth === 0 && fromNothing !== undefined) || (path === STANDALONE && text.includes('gardener init'))) {
      cwd = join(folder, name);
      mkdirSync(cwd);
    } else if (nth === 0 || path === STANDALONE) cwd = world.readersFolder(name);
    else waitForNobody(cwd);
    const { code, stderr } = await reader.run(text, cwd);
    expect(code, `${place}: ${stderr}`).toBe(0);
  }
  if (fromNothing) expect(reader.github.issues()).toHaveLength(planted + fromNothing.issues);
});

/** The config that `init` writes leaves a second between two writes to GitHub. */
function waitForNobody(cwd: string): void {
  const config = join(cwd, 'log-gardener.yaml');
  if (!existsSync(config)) return;
  writeFileSync(config, readFileSync(config, 'utf8').replace('writeIntervalMs: 1000', 'writeIntervalMs: 0'));
}

it('leaves no block out: what is not for the shell is data, or the output of a command', () => {
  const kinds = new Set(blocks.map(({ lang }) => lang));
  expect([...kinds].sort()).toEqual(['', 'crontab', 'js', 'json', 'sh', 'ts', 'yaml']);
  const hidden = blocks.filter(
    ({ lang, place, text }) =>
      lang === '' && !place.startsWith(STANDALONE) && /^(?:\$ )?(?:log-gardener|npm|npx|gcloud|docker) /m.test(text),
  );
  expect(hidden.map(({ place }) => place)).toEqual([]);
  for (const { lang, text, place } of blocks) {
    if (lang === 'json') expect(() => JSON.parse(text), place).not.toThrow();
  }
  // In docs.test.ts, and test/e2e/package.test.ts.
  const programs = blocks.filter(({ lang }) => lang === 'js' || lang === 'ts').map(({ place }) => place.split(':')[0]);
  expect(programs).toEqual(['docs/cost.md', 'docs/embed.md']);
});

it('names nothing as foreign, or run elsewhere, that no document calls, or no test', () => {
  const named = [...Object.keys(FOREIGN), ...Object.keys(ELSEWHERE)].sort();
  expect([...world.called()].sort()).toEqual(named);
  for (const [command, test] of Object.entries(ELSEWHERE)) {
    expect(existsSync(join(CHECKOUT, test)), test).toBe(true);
    for (const word of command.split(' ')) expect(readFileSync(join(CHECKOUT, test), 'utf8')).toContain(word);
  }
});
