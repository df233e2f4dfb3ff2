/** Builds the review page into dist/web: index.html beside hashed assets, nothing inline, nothing from elsewhere. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [
    {
      name: 'the-page-alone',
      // Of the rest of the program it knows the types; a value would bring the program itself into the browser.
      moduleParsed({ id }) {
        if (!/^\0|\/src\/web\/client\/|\/node_modules\/(?:preact|uplot|hono)\/|^vite\//.test(id)) {
          throw new Error(`${id} would get into the page; import only types from it.`);
        }
      },
    },
    {
      name: 'remove-earlier-assets',
      // The compiled server lies in the same folder and must stay, so Vite may not empty it.
      configResolved: ({ build }) => rmSync(join(build.outDir, 'assets'), { recursive: true, force: true }),
    },
  ],
  build: {
    outDir: fileURLToPath(new URL('../../../dist/web', import.meta.url)),
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
