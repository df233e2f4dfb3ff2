import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Taken } from './figures.ts';

/** The flags of `npm run gardener`; the package's first lines do the same. */
const AS_SHIPPED = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=30',
  '--import',
  fileURLToPath(new URL('../src/compile-cache.js', import.meta.url)),
];
/** See the first lines of main.ts. */
const ENVIRONMENT = { MALLOC_ARENA_MAX: '1' };
/** V8 takes memory that it does not need; a heap this small shows what is needed. */
const SMALL_HEAP = [...AS_SHIPPED, '--max-old-space-size=128'];

interface PipelineFigures extends Taken {
  /** MiB. */
  readonly peak: number;
}

/** Each of these measures once, in a process of its own. */
export function measureBare(path: string): Taken & { parseOnly: number } {
  const figures = run([], 'bare.ts', path);
  return { ...takenOf(figures), parseOnly: numberOf(figures, 'parseOnly') };
}

/** @param workers 0 = no worker threads */
export function measurePipeline(path: string, workers: number, heap: 'as shipped' | 'small'): PipelineFigures {
  const flags = heap === 'small' ? SMALL_HEAP : AS_SHIPPED;
  const figures = run(flags, 'pipeline.ts', path, String(workers));
  return { ...takenOf(figures), peak: numberOf(figures, 'peak') };
}

/** Milliseconds of the processor, all threads. */
export function measureRedaction(path: string, redaction: 'on' | 'off'): number {
  return numberOf(run(AS_SHIPPED, 'redaction.ts', path, redaction), 'cpu');
}

export function measureStage2(skeletons: number): number {
  return numberOf(run(AS_SHIPPED, 'stage2.ts', String(skeletons)), 'milliseconds');
}

/** From the start of the process to its end. */
export function measureHelp(): number {
  const started = performance.now();
  runScript(AS_SHIPPED, '../src/main.ts', '--help');
  return performance.now() - started;
}

function run(flags: readonly string[], script: string, ...args: string[]): unknown {
  return JSON.parse(runScript(flags, script, ...args));
}

/** @throws Error with what the process wrote to stderr, where it failed */
function runScript(flags: readonly string[], script: string, ...args: string[]): string {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...process.env, ...(flags.length > 0 && ENVIRONMENT) };
  const ended = spawnSync(process.execPath, [...flags, path, ...args], { encoding: 'utf8', env });
  if (ended.status !== 0) throw new Error(`${script} ended with ${ended.status ?? ended.signal}: ${ended.stderr}`);
  return ended.stdout;
}

function takenOf(figures: unknown): Taken {
  return { milliseconds: numberOf(figures, 'milliseconds'), cpu: numberOf(figures, 'cpu') };
}

function numberOf(figures: unknown, name: string): number {
  const value: unknown = typeof figures === 'object' && figures !== null ? Reflect.get(figures, name) : undefined;
  if (typeof value !== 'number') throw new Error(`The measurement gave no ${name}.`);
  return value;
}
