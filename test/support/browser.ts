import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sparticuz, { inflate } from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** With these, sites are not kept apart, and a test of what crosses them would prove nothing. */
const UNSAFE = ['--disable-web-security', '--single-process', '--disable-site-isolation-trials'];

/** To draw on an emulated graphics card takes half as much again of the processor; the browser draws without one. */
const ON_A_GRAPHICS_CARD = [
  '--ignore-gpu-blocklist',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** A real Chromium out of the npm registry. One that does not start is a failure. */
export async function startBrowser(): Promise<Browser> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  // Libraries that a bare machine lacks lie in the package, for the one it was made for.
  const libraries = join(await inflate(join(dirname(main), '..', 'bin', 'al2023.tar.br')), 'lib');
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [
      ...sparticuz.args.filter((one) => ![...UNSAFE, ...ON_A_GRAPHICS_CARD].includes(one)),
      '--disable-gpu',
      '--no-sandbox',
      '--disable-background-networking',
    ],
    env: { ...process.env, LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':') },
    headless: true,
  });
}

/** What a page did that it should not do. */
export interface Watched {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to any other address than the page's own. */
  readonly strayed: string[];
  /** Errors of scripts, refused by the page's policy or thrown, and dialogs that a script opened. */
  readonly faults: string[];
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly scale?: number;
}

/** A page of its own, empty, that writes down where it goes and what goes wrong in it. */
export async function openPage(browser: Browser, look: Look = {}): Promise<Watched> {
  const { width = 1280, height = 860, scheme = 'light', scale = 1 } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    // Without, it takes `en-US@posix` from the environment, which is no language to Intl.
    locale: 'en-US',
    colorScheme: scheme,
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const strayed: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') strayed.push(request.url());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { page, context, strayed, faults };
}
