import type { Frame } from '../../../model/cluster.ts';
import type { StackTrace } from './stack-trace-shape.ts';

/** Where a panic began; since 2023 its message stands on the next line. Newer ones name the thread's id, too. */
const PANICKED = /^(.{0,2000}?)\bthread '[^']{0,200}'(?: \(\d{1,20}\))? panicked at (\S.{0,1000}?):(\d{1,9}):\d{1,9}:$/;
const BACKTRACE = 'stack backtrace:';
/** Lines of a message that are kept. */
const MOST_MESSAGE_LINES = 10;

/**
 * A panic of Rust: `thread 'main' panicked at src/main.rs:12:5:`, its message, and, if the environment asks for it, a
 * backtrace, innermost frame first. That is read only where the panic's own place is in a library, so that a problem
 * stays the same whether backtraces are on or off.
 */
export function parseRustPanic(text: string): StackTrace | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const at = lines.findIndex((line) => readPanicLine(line) !== null);
  const panic = readPanicLine(lines[at] ?? '');
  if (panic === null) return null;
  const { before, place } = panic;
  const said: string[] = [];
  let end = at + 1;
  for (; end < lines.length && said.length < MOST_MESSAGE_LINES; end += 1) {
    const next = lines[end] ?? '';
    if (next === BACKTRACE || next.startsWith('note: run with `RUST_BACKTRACE')) break;
    said.push(next);
  }
  const frames = place.own ? [place] : [...readBacktrace(lines, end), place];
  return {
    head: [...lines.slice(0, at), before].join('\n').trim(),
    thrown: [{ type: 'panic', message: said.join('\n').trim(), frames }],
  };
}

/** The line that says where a panic began, and what stands before it there. */
export function readPanicLine(line: string): { before: string; place: Frame } | null {
  const match = line.includes(' panicked at ') ? PANICKED.exec(line) : null;
  if (match === null) return null;
  const [, before = '', written = '', number = ''] = match;
  const file = withoutBuild(written);
  return { before, place: { file, function: '', line: Number(number), own: isOwn(file), code: '' } };
}

/** `   2: orders::create` and `             at ./src/orders.rs:57:18` below it; innermost last. */
function readBacktrace(lines: readonly string[], from: number): Frame[] {
  const frames: Frame[] = [];
  for (let at = from; at + 1 < lines.length; at += 1) {
    const name = /^\s{1,20}\d{1,6}: (?:0x[0-9a-f]{1,16} - )?(\S.{0,500})$/.exec(lines[at] ?? '')?.[1];
    const place = /^\s{1,40}at (\S.{0,1000}?):(\d{1,9})(?::\d{1,9})?$/.exec(lines[at + 1] ?? '');
    if (name === undefined || place === null) continue;
    const [, written = '', line = ''] = place;
    const file = withoutBuild(written);
    // The hash at its end comes from a build.
    const plain = name.replace(/::h[0-9a-f]{16}$/, '');
    frames.push({ file, function: plain, line: Number(line), own: isOwn(file), code: '' });
  }
  return frames.reverse();
}

/** Without the hash of the compiler's sources, and the version and the hash of a package's registry. */
function withoutBuild(file: string): string {
  return file
    .replace(/^\/rustc\/[0-9a-f]{40}\//, '/rustc/')
    .replace(/\/registry\/src\/[\w.-]{1,80}-[0-9a-f]{16}\/([\w-]{1,80})-\d[\w.+-]{0,40}\//, '/registry/src/$1/');
}

/** Not of Rust itself, nor of a package from a registry. */
function isOwn(file: string): boolean {
  return !(
    file.startsWith('/rustc/') ||
    file.includes('/.cargo/') ||
    file.includes('/registry/src/') ||
    file.startsWith('library/')
  );
}
