import { count } from '../wording/words.ts';

/** Between two changes of the line, in milliseconds. */
const PAUSE = 200;

/** One line that says how much was read, where there is a terminal to show it; `clear` takes it away. */
export function createReadingProgress(stream: NodeJS.WriteStream) {
  let shownAt = performance.now() + PAUSE;
  let isShown = false;
  return {
    show(read: number): void {
      const now = performance.now();
      if (!stream.isTTY || read === 0 || now - shownAt < PAUSE) return;
      shownAt = now;
      isShown = true;
      stream.write(`\r\u001b[2KReading: ${count(read, 'entry', 'entries')} …`);
    },
    clear(): void {
      if (isShown) stream.write('\r\u001b[2K');
    },
  };
}
