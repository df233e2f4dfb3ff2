import { homedir } from 'node:os';
import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { Store } from '../store/open.ts';
import type { ReviewServer } from '../web/server/start.ts';
import { type Context, openContext } from './context.ts';
import { describeError } from './failure.ts';
import { wholeNumber } from './options.ts';
import { openReviewDeps } from './review-deps.ts';
import { tell } from './with-drafts.ts';

interface ReviewOptions {
  readonly port?: string;
  readonly run?: string;
  readonly open: boolean;
  readonly terminal?: true;
}

const HIGHEST_PORT = 65_535;

/** `review`: the page on which a person looks at drafts, changes, approves and posts them. */
export function registerReview(program: Command): void {
  program
    .command('review')
    .description('look at drafts on a page of your own: edit, approve, reject, post')
    .option('--run <run>', 'open this run (default: the last)')
    .option('--port <number>', 'listen on this port of 127.0.0.1 (default: a free one)')
    .option('--no-open', 'print the address, and open no browser')
    .option('--terminal', 'go through the drafts in this terminal instead (with --run: of that run)')
    .addHelpText(
      'after',
      '\nThe page is for this machine alone. Its address opens it once; Enter prints\nanother, Ctrl-C ends it. It shows runs while they go on. Posting, and looking at\nissues as they are now, needs GITHUB_TOKEN.',
    )
    .action(async (options: ReviewOptions, command: Command) => {
      const context = await openContext(command);
      const port = options.port === undefined ? 0 : wholeNumber('--port', options.port, HIGHEST_PORT);
      const { openStore } = await import('../store/open.ts');
      const store = await openStore(context.stateDir);
      try {
        await refuseUnknownRun(store, options.run);
        if (options.terminal) return await reviewHere(store, context, options.run ?? null);
        const server = await startServer(store, context, port);
        try {
          await showUntilInterrupted(server, options, context);
        } finally {
          await server.close();
        }
      } finally {
        await store.close();
      }
    });
}

/** For those who sit on a server: the same acts, one question after another. */
async function reviewHere(store: Store, context: Context, run: string | null): Promise<void> {
  const { reviewInTerminal } = await import('./review-terminal.ts');
  const deps = await openReviewDeps(store, context, tell);
  const streams = { input: process.stdin, output: process.stderr };
  await reviewInTerminal({ ...deps, worklogDir: context.worklogDir, streams, run });
}

async function refuseUnknownRun(store: Store, run: string | undefined): Promise<void> {
  const { readRunRecord } = await import('../store/run-heads.ts');
  if (run === undefined || (await readRunRecord(store, run)) !== null) return;
  throw new UsageError(`There is no run ${run} in ${store.where}. Leave --run out for the last one.`);
}

async function startServer(store: Store, context: Context, port: number): Promise<ReviewServer> {
  const { readPage } = await import('../web/server/page.ts');
  const { startReviewServer } = await import('../web/server/start.ts');
  const page = readPage();
  if (page === null) throw new UsageError('The review page is not built yet. Build it with: npm run build:web');
  const { stateDir, worklogDir, configPath } = context;
  return startReviewServer({
    review: await openReviewDeps(store, context, tell),
    worklogDir,
    page,
    port,
    paths: [
      { path: stateDir, name: 'the state folder' },
      { path: worklogDir, name: 'the worklogs' },
      { path: configPath ?? '', name: 'the config' },
      { path: process.cwd(), name: 'the folder' },
      { path: homedir(), name: '~' },
    ],
    report: (error) => tell(describeError(error, true)),
  });
}

/** Prints the address, again at every Enter, until Ctrl-C, which may come while the browser is still being started. */
async function showUntilInterrupted(
  server: ReviewServer,
  { run, open }: ReviewOptions,
  { json, stateDir }: Context,
): Promise<void> {
  const end = interrupted();
  const address = server.newAddress(run);
  if (json) process.stdout.write(`${JSON.stringify({ address, port: server.port })}\n`);
  else process.stderr.write(`${invitation(address)}${howToGoOn(server.port)}`);
  const { openBrowser } = await import('./open-browser.ts');
  const tidyUp = open ? await openBrowser(address, stateDir) : null;
  const printAnother = (): boolean => process.stderr.write(invitation(server.newAddress(run)));
  if (process.stdin.isTTY) process.stdin.on('data', printAnother).resume();
  await end;
  process.stdin.off('data', printAnother).pause();
  await tidyUp?.();
}

/** The address alone on its line: one that is broken by the edge of a terminal is awkward to copy. */
function invitation(address: string): string {
  return `Review at:\n${address}\n`;
}

function howToGoOn(port: number): string {
  const again = process.stdin.isTTY ? 'Opens once; Enter for a new link, Ctrl-C to end.' : 'Opens once; Ctrl-C to end.';
  if (process.env.SSH_CONNECTION === undefined) return `${again}\n`;
  return `${again}\nYou are here over SSH: on your own machine, ssh -L ${port}:127.0.0.1:${port} HOST\n`;
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // Only the first: whoever presses twice does not want to wait for the worklogs.
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
