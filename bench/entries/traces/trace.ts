import type { Random } from '../random.ts';
import { compileTemplate, type Render } from '../slots.ts';

/** One way in which a program fails: which exception, thrown where. */
export interface Failure {
  /** `ValueError`, `java.io.IOException` … */
  readonly type: string;
  readonly message: Render;
  /** The whole trace as the runtime prints it, the message in it. */
  readonly trace: (random: Random, message: string) => string;
}

/** How a language writes traces down. */
interface Language {
  /** `Type: message`, one a line; `{name}` is a slot. */
  readonly thrown: string;
  /** Frames of the application, one a line. */
  readonly own: string;
  /** Frames of libraries, one a line. */
  readonly libraries: string;
  frame(frame: string, line: number): string;
  /** Frames outermost first. */
  block(type: string, message: string, frames: readonly string[], random: Random): string;
  /** Two traces, the first of which led to the second. */
  chain(cause: string, block: string): string;
}

/** Every fourth failure of a language is a chained one. */
const CHAINED = 4;
const DEPTH = 6;

/** `count` different failures of a language. Line numbers differ a little, as they do from revision to revision. */
export function failuresOf(language: Language, count: number, random: Random): Failure[] {
  const thrown = linesOf(language.thrown).map((line) => {
    const colon = line.indexOf(': ');
    return { type: line.slice(0, colon), message: compileTemplate(line.slice(colon + 2)) };
  });
  const own = linesOf(language.own);
  const libraries = linesOf(language.libraries);
  const drawFrames = () =>
    Array.from({ length: 2 + random.int(DEPTH) }, (_, depth) => {
      const from = depth % 3 === 1 ? libraries : own;
      return { frame: from[random.int(from.length)] ?? '', line: 10 + random.int(900) };
    });
  const write = (frames: ReturnType<typeof drawFrames>, shift: number) =>
    frames.map(({ frame, line }) => language.frame(frame, line + shift));

  return Array.from({ length: count }, (_, index): Failure => {
    const { type = '', message = () => '' } = thrown[index % thrown.length] ?? {};
    const cause = thrown[random.int(thrown.length)];
    const frames = drawFrames();
    const causeFrames = drawFrames();
    const isChained = index % CHAINED === CHAINED - 1 && cause !== undefined;
    return {
      type,
      message,
      trace: (random, text) => {
        const shift = 3 * random.int(3);
        const block = language.block(type, text, write(frames, shift), random);
        if (!isChained) return block;
        const first = language.block(cause.type, cause.message(random), write(causeFrames, shift), random);
        return language.chain(first, block);
      },
    };
  });
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
