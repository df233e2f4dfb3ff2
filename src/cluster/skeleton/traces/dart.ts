import type { Frame } from '../../../model/cluster.ts';
import { readThrown } from './error-type.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const OPENING = 'Unhandled exception:';
const FRAME = /^#\d{1,4} {1,10}(\S.{0,300}) \(((?:dart|package|file):[^()\s]{1,300}?)(?::(\d{1,9}))?(?::\d{1,9})?\)$/;
/** Lines of a message that are kept. */
const MOST_MESSAGE_LINES = 10;

/** Packages that most services are built on. */
const LIBRARIES = [
  'shelf',
  'shelf_router',
  'http',
  'dio',
  'postgres',
  'async',
  'collection',
  'googleapis',
  'grpc',
  'stack_trace',
];

/** What Dart says of an exception that nobody caught, its frames innermost first. */
export function parseDartTrace(text: string): StackTrace | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const at = lines.indexOf(OPENING);
  const first = lines.findIndex((line, index) => index > at && readDartFrame(line) !== null);
  if (at === -1 || first === -1 || first - at > MOST_MESSAGE_LINES) return null;
  const said = lines
    .slice(at + 1, first)
    .join('\n')
    .trim();
  const frames: Frame[] = [];
  for (const line of lines.slice(first)) {
    const frame = readDartFrame(line);
    if (frame !== null) frames.push(frame);
  }
  // `Bad state: …` and the like are no names of types.
  const thrown = readThrown(said) ?? { type: 'Unhandled_exception', message: said };
  return { head: lines.slice(0, at).join('\n').trim(), thrown: [{ ...thrown, frames: frames.reverse() }] };
}

/** `#1      parseOrder (package:shop/orders.dart:10:7)` */
export function readDartFrame(line: string): Frame | null {
  const match = line.startsWith('#') ? FRAME.exec(line) : null;
  if (match === null) return null;
  const [, name = '', file = '', number] = match;
  const library = /^package:([\w.]{1,100})\//.exec(file)?.[1];
  const own = !file.startsWith('dart:') && !(library !== undefined && LIBRARIES.includes(library));
  return { file, function: name, line: number === undefined ? null : Number(number), own, code: '' };
}
