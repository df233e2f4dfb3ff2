import { Hono } from 'hono';
import type { RouteDeps } from './deps.ts';
import { createErrorHandler, type KnownPath } from './failures.ts';
import { bearerOnly, ownOriginOnly, smallJsonOnly, withSafeHeaders } from './gate.ts';
import { type Page, servePage } from './page.ts';
import { draftRoutes, previewRoutes } from './routes/drafts.ts';
import { eventRoutes } from './routes/events.ts';
import { rulingRoutes } from './routes/rulings.ts';
import { runRoutes } from './routes/runs.ts';
import { sessionRoutes } from './routes/session.ts';
import type { Session } from './session.ts';
import type { Repeat } from './watch.ts';

export interface AppDeps extends RouteDeps {
  readonly session: Session;
  readonly page: Page;
  /** On which this listens. */
  readonly port: () => number;
  readonly repeat: Repeat;
  /** What no answer may name. */
  readonly paths: readonly KnownPath[];
  /** Told of errors that nobody expected. */
  readonly report: (error: unknown) => void;
}

/**
 * The review page's server: the files of the page, and its API under /api. Nobody gets in but who opens the page by the
 * address that was printed, on this machine.
 */
export function createApp(deps: AppDeps) {
  const app = new Hono();
  app.onError(createErrorHandler(deps.paths, deps.report));
  app.notFound((context) => context.json({ error: 'There is nothing at this address.' }, 404));
  app.use(withSafeHeaders, ownOriginOnly(deps.port), servePage(deps.page));
  app.use('/api/*', bearerOnly(deps.session), smallJsonOnly);
  return app
    .route('/api/session', sessionRoutes(deps.session))
    .route('/api/runs', runRoutes(deps))
    .route('/api/drafts', draftRoutes(deps))
    .route('/api/preview', previewRoutes(deps))
    .route('/api/rulings', rulingRoutes(deps))
    .route('/api/events', eventRoutes(deps.watch, deps.repeat));
}

/** For the page's typed client. */
export type App = ReturnType<typeof createApp>;
