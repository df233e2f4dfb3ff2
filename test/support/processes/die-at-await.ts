/**
 * Loaded before a script (`--import`), this has the program pass a place before and after each `await` of one of its
 * paths, found in its syntax tree and not by hand. By `LIFE` in the environment it dies by SIGKILL at one of them, or
 * writes down at its end how many it passed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { z } from 'zod';

const PATHS = {
  /** All that posting waits for: GitHub, the store, and its own steps. */
  publishing: /\/src\/(?:github|publish|review|store)\/[\w/-]+\.ts$/,
  /** All that a run waits for once it has read its entries, too. */
  triage: /\/src\/(?:draft|github|investigate|publish|review|store|triage|worklog)\/[\w/-]+\.ts$/,
};

export const Life = z.object({
  path: z.enum(['publishing', 'triage']),
  /** 0 = to the end; n = until the nth place that is passed. */
  dieAt: z.int(),
  /** A file for how many places there are and how often one was passed; null = nowhere. */
  countInto: z.string().nullable(),
});
export type Life = z.infer<typeof Life>;

const { path, dieAt, countInto } = Life.parse(JSON.parse(process.env.LIFE ?? ''));
const places = new Set<string>();
let passages = 0;

function pass(place: string): void {
  places.add(place);
  passages += 1;
  if (passages === dieAt) process.kill(process.pid, 'SIGKILL');
}

Object.assign(globalThis, {
  passBefore: pass,
  passAfter: (value: unknown, place: string) => {
    pass(place);
    return value;
  },
});

if (countInto !== null) {
  process.on('exit', () => writeFileSync(countInto, JSON.stringify({ places: places.size, passages })));
}

registerHooks({
  load(url, context, nextLoad) {
    if (!PATHS[path].test(url)) return nextLoad(url, context);
    const source = readFileSync(fileURLToPath(url));
    // Most files wait for nothing: what Node compiled of them before will do.
    if (!source.includes('await')) return nextLoad(url, context);
    const passing = withPlaces(source, url.slice(url.indexOf('/src/')));
    return { format: 'module-typescript', source: passing, shortCircuit: true };
  },
});

/** `await x` → `(passBefore('…'), passAfter(await x, '…'))`. */
function withPlaces(source: Buffer, file: string): Buffer {
  // swc counts bytes over all that it ever parsed, from the first token of each text: that is the semicolon.
  const tree = parseSync(`;${source.toString('utf8')}`, { syntax: 'typescript', target: 'esnext' });
  const inserted = awaitsIn(tree.body).flatMap(({ start, end }) => {
    const [from, to] = [start - tree.span.start - 1, end - tree.span.start - 1];
    if (source.toString('utf8', from, from + 5) !== 'await') throw new Error(`There is no await at ${file}:${from}`);
    const name = (when: string) => JSON.stringify(`${file}:${from} ${when}`);
    return [
      { at: from, text: `(passBefore(${name('before')}), passAfter(` },
      { at: to, text: `, ${name('after')}))` },
    ];
  });
  // From the end of the text; of two that end at the same place the outer one was found first, and goes in first.
  const lastFirst = inserted.sort((a, b) => b.at - a.at);
  let text = source;
  for (const { at, text: more } of lastFirst) {
    text = Buffer.concat([text.subarray(0, at), Buffer.from(more), text.subarray(at)]);
  }
  return text;
}

const Await = z.object({ span: z.object({ start: z.int(), end: z.int() }) });

/** Where the awaits of a syntax tree are, outer ones before those within them. */
function awaitsIn(node: unknown): { readonly start: number; readonly end: number }[] {
  if (Array.isArray(node)) return node.flatMap(awaitsIn);
  if (typeof node !== 'object' || node === null) return [];
  const within = Object.values(node).flatMap(awaitsIn);
  return 'type' in node && node.type === 'AwaitExpression' ? [Await.parse(node).span, ...within] : within;
}
