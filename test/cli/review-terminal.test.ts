import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { reviewInTerminal, type TerminalDeps } from '../../src/cli/review-terminal.ts';
import { getDraft } from '../../src/store/drafts.ts';
import { takeLease } from '../../src/store/leases.ts';
import { listRulings } from '../../src/store/rulings.ts';
import { hourly, ORDERS_FAIL, type ReviewedRun, startReview } from '../support/reviewed-run.ts';

const LOST = 'Order store lost its connection: pool exhausted';
const DOWN = 'Payment provider refused the handshake';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** A terminal of 80 cells, and a person who answers what it asks: when this is shown, these keys are pressed. */
function terminal(answers: readonly (readonly [asked: string | RegExp, keys: string])[]) {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      raw.push(mode);
      return input;
    },
  });
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 40, isTTY: true });
  let seen = '';
  let at = 0;
  let typed = 0;
  output.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    const [asked, keys] = answers[typed] ?? [];
    if (asked === undefined || keys === undefined) return;
    const found = stripVTControlCharacters(seen).slice(at).search(asked);
    if (found === -1) return;
    at = stripVTControlCharacters(seen).length;
    typed += 1;
    // A person types after the question is there, key by key.
    setImmediate(() => {
      for (const key of keys) input.write(key);
    });
  });
  return {
    streams: { input, output },
    screen: () => stripVTControlCharacters(seen).replaceAll('\r', ''),
    isRaw: () => raw.at(-1) ?? false,
    allAnswered: () => typed === answers.length,
  };
}

async function review(
  scene: ReviewedRun,
  answers: Parameters<typeof terminal>[0],
  timing: TerminalDeps['timing'] = { settleMs: 0 },
) {
  const shown = terminal(answers);
  const left = await reviewInTerminal({
    ...scene.deps,
    worklogDir: `${scene.state}/worklogs`,
    streams: shown.streams,
    run: null,
    timing,
  });
  expect(shown.allAnswered()).toBe(true);
  return { left, ...shown };
}

const statesOf = ({ drafts, store }: ReviewedRun) =>
  Promise.all(drafts.map(async ({ id }) => (await getDraft(store, id))?.state.status));

const MENU = /what becomes of it\?[\s\S]*quit/;
const twoProblems = () => startReview([...hourly(LOST, 5), ...hourly(DOWN, 5, { severity: 'CRITICAL' })]);

afterEach(() => vi.unstubAllEnvs());

describe('a review in the terminal', () => {
  it('shows the most urgent first, approves it, rejects the other with a ruling, and posts', async () => {
    const scene = await twoProblems();
    const { left, screen } = await review(scene, [
      [MENU, 'a'],
      [MENU, 'r'],
      ['Why not?', 'known\r'],
      ['And later runs?', '\u001b[B\u001b[B\r'],
      [/Post 1 approved draft now\?/, 'y'],
    ]);
    expect(left).toBe(0);
    expect(screen()).toMatch(
      /Draft 1 of 2[\s\S]*P1 {2}GCP-new \| P1 \| Payment provider[\s\S]*Draft 2 of 2[\s\S]*P2 {2}GCP-new/,
    );
    expect(screen()).toContain(`/issues/50`);
    expect((await statesOf(scene)).sort()).toEqual(['posted', 'rejected']);
    expect(await listRulings(scene.store)).toMatchObject([
      { rule: { kind: 'mute-tenfold', count: 5 }, reason: 'known' },
    ]);
    expect(scene.worklog(scene.run)).toContain('was rejected');
  });

  it('says what posting waits for while another process posts', async () => {
    const scene = await startReview(hourly(LOST, 5));
    const [now, until] = [new Date(0), new Date(3_600_000)];
    const lease = { key: 'posting to acme/shop', holder: 'another-host 17 8c1f' };
    await takeLease(scene.store, lease, { now, until, isDead: () => false });
    let at = 0;
    const wait = async (milliseconds: number): Promise<void> => {
      at += milliseconds;
    };
    const { screen } = await review(scene, [[MENU, 'p']], { clock: () => at, wait });
    expect(screen()).toContain('Waiting for another log-gardener that posts to acme/shop, 60 s at most …');
    expect(screen()).toContain('Ctrl-C ends the wait.');
    expect(screen()).toContain('Another log-gardener is posting to acme/shop; post again when it is done.');
  });

  it('shows within 80 cells what is broken, why, the evidence and the text', async () => {
    const scene = await startReview(hourly(LOST, 5));
    const { screen, left } = await review(scene, [[MENU, 's']]);
    const text = screen();
    expect(left).toBe(1);
    for (const part of [
      'Create an issue and set labels',
      '5 entries, ERROR',
      'Why create:',
      'E1  entries',
      '## Impact',
      '[the evidence above',
    ]) {
      expect(text).toContain(part);
    }
    const tooWide = text.split('\n').filter((line) => stringWidth(line) > 80);
    expect(tooWide).toEqual([]);
  });

  it('opens the editor, and shows the draft again as it is then', async () => {
    vi.stubEnv('VISUAL', `sed -i -e 's/^# GCP.*/# Pool exhausted/'`);
    const scene = await startReview(hourly(LOST, 5));
    const { screen } = await review(scene, [
      [MENU, 'e'],
      [/Pool exhausted[\s\S]*what becomes of it\?[\s\S]*quit/, 'p'],
    ]);
    expect(screen()).toContain('No draft waits any more.');
    expect(scene.tracker.issues()).toMatchObject([{ title: 'Pool exhausted' }]);
  });

  it('says what cannot be done, and asks again', async () => {
    vi.stubEnv('VISUAL', '');
    vi.stubEnv('EDITOR', '');
    const scene = await startReview(hourly(LOST, 5));
    const { screen } = await review(scene, [
      [MENU, 'e'],
      [/There is no editor: set VISUAL or EDITOR[\s\S]*what becomes of it\?[\s\S]*quit/, 'q'],
    ]);
    expect(screen()).toContain('1 draft still to review.');
  });

  it.each([
    ['Ctrl-C at the menu', [[MENU, CTRL_C]]],
    ['Ctrl-D at the menu', [[MENU, CTRL_D]]],
    [
      'Ctrl-D while it asks why',
      [
        [MENU, 'r'],
        ['Why not?', CTRL_D],
      ],
    ],
    [
      'Ctrl-C while it asks why',
      [
        [MENU, 'r'],
        ['Why not?', CTRL_C],
        [MENU, CTRL_C],
      ],
    ],
    [
      'Ctrl-C after an approval',
      [
        [MENU, 'a'],
        [MENU, CTRL_C],
      ],
    ],
  ] as const)('leaves everything decided or waiting on %s', async (_, answers) => {
    const scene = await twoProblems();
    const { isRaw, screen } = await review(scene, answers);
    const approved = answers.filter(([, keys]) => keys === 'a').length;
    expect((await statesOf(scene)).filter((status) => status === 'approved')).toHaveLength(approved);
    expect((await statesOf(scene)).filter((status) => status === 'pending')).toHaveLength(2 - approved);
    expect(isRaw()).toBe(false);
    expect(screen()).toContain(`Stopped. ${2 - approved} draft`);
    expect(scene.tracker.issues()).toEqual([]);
  });

  it('says right above the next question what came of the last, and what it is about', async () => {
    const scene = await twoProblems();
    const { screen } = await review(scene, [
      [MENU, 'p'],
      [MENU, 'q'],
    ]);
    expect(screen()).toMatch(
      /Posted: \S+\/issues\/50\n.{1,2}\n.{1,3}Order store lost its connection.*\n.{1,2}\n.{1,3}P2, 2 of 2: what becomes of it\?/,
    );
  });

  it('asks again for the issue that is not there, keeps the reason, and shows no draft in between', async () => {
    const scene = await startReview(hourly(LOST, 5), { issues: [ORDERS_FAIL] });
    const { screen, left } = await review(scene, [
      [MENU, 'r'],
      ['Why not?', 'known\r'],
      ['And later runs?', '\u001b[B\u001b[B\u001b[B\r'],
      ['In which issue?', '9999\r'],
      [/There is no issue #9999[\s\S]*In which issue\?/, '7\r'],
    ]);
    expect(left).toBe(0);
    expect(screen().match(/Draft 1 of 1/g)).toHaveLength(1);
    expect(await listRulings(scene.store)).toMatchObject([{ rule: { kind: 'duplicate', of: 7 }, reason: 'known' }]);
  });

  it('shows no draft again that is as it was', async () => {
    vi.stubEnv('VISUAL', '');
    vi.stubEnv('EDITOR', '');
    const scene = await startReview(hourly(LOST, 5));
    const { screen } = await review(scene, [
      [MENU, 'e'],
      [MENU, 'q'],
    ]);
    expect(screen().match(/Draft 1 of 1/g)).toHaveLength(1);
    expect(screen()).toMatch(/There is no editor.*\s+.{1,3}\s+.{1,3}Order store lost its connection/);
  });

  it('needs a terminal', async () => {
    const scene = await startReview(hourly(LOST, 5));
    const streams = { input: new PassThrough(), output: new PassThrough() };
    const running = reviewInTerminal({ ...scene.deps, worklogDir: scene.state, streams, run: null });
    await expect(running).rejects.toThrow(/needs one\. For scripts: log-gardener drafts/);
  });
});
