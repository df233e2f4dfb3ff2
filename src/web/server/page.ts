import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MiddlewareHandler } from 'hono';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

interface PageFile {
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
  /** Its name changes with what it holds. */
  readonly isHashed: boolean;
}

/** The files of the page by the address at which they are served. */
export type Page = ReadonlyMap<string, PageFile>;

/** Where the build puts the page: in dist/web, beside this program once it is compiled. */
const BUILT = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../../dist/web/' : '../', import.meta.url));

/**
 * Reads the built page into memory: index.html and what lies in assets/. Later requests touch no file, so that none can
 * ask for another.
 *
 * @returns null when it is not built
 */
export function readPage(folder: string = BUILT): Page | null {
  const page = new Map<string, PageFile>();
  const add = (address: string, file: string, isHashed: boolean): void => {
    const type = TYPES[extname(file)];
    if (type !== undefined) page.set(address, { type, content: Uint8Array.from(readFileSync(file)), isHashed });
  };
  try {
    add('/', join(folder, 'index.html'), false);
    for (const entry of readdirSync(join(folder, 'assets'), { withFileTypes: true })) {
      if (entry.isFile()) add(`/assets/${entry.name}`, join(folder, 'assets', entry.name), true);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return page;
}

/** Serves the files of the page, by their very names; everything else is for those who come next. */
export function servePage(page: Page): MiddlewareHandler {
  return async (context, next) => {
    // As it was sent: nothing is decoded, and nothing resolved.
    const file = ['GET', 'HEAD'].includes(context.req.method) ? page.get(new URL(context.req.url).pathname) : undefined;
    if (file === undefined) return next();
    return context.body(file.content, 200, {
      'content-type': file.type,
      'cache-control': file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  };
}
