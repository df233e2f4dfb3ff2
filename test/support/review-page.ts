import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../../src/model/errors.ts';
import type { Store } from '../../src/store/open.ts';
import { type Page, readPage } from '../../src/web/server/page.ts';
import { type ReviewServer, startReviewServer } from '../../src/web/server/start.ts';
import { openScenarioGitHub } from './github/open.ts';
import type { ScenarioGitHub } from './github/server.ts';
import { reviewing } from './reviewing.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Builds the page into a folder, as `npm run build:web` does into dist/web, and reads it. */
export function buildPage(folder: string): Page {
  const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [vite, 'build', 'src/web/client', '--outDir', folder], {
    cwd: CHECKOUT,
    encoding: 'utf8',
  });
  const page = status === 0 ? readPage(folder) : null;
  if (page === null) throw new Error(`The page was not built:\n${stderr}`);
  return page;
}

interface Given {
  readonly store: Store;
  readonly page: Page;
  /** null = there is no token to ask it with. */
  readonly github: Pick<ScenarioGitHub, 'url' | 'token'> | null;
  readonly worklogDir: string;
  readonly now: () => string;
}

/** The review server as the command starts it, on the page as it is built and a GitHub of our own. */
export function serveReview({ store, page, github, worklogDir, now }: Given): Promise<ReviewServer> {
  return startReviewServer({
    review: reviewing({
      store,
      now,
      openGitHub: async (repository) => {
        if (github === null) throw new UsageError('There is no GitHub token.');
        return openScenarioGitHub(github, repository);
      },
    }),
    worklogDir,
    page,
    port: 0,
    paths: [],
    // What another tab did is seen at once, not in a second.
    repeat: (work, milliseconds) => {
      const timer = setInterval(work, milliseconds / 10);
      return { stop: () => clearInterval(timer) };
    },
    report: (error) => console.error(error),
  });
}
