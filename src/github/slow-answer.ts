/** GitHub's own limit is 10 s; whoever waits wonders sooner. */
const SLOW_MS = 5_000;

/** The same answer. Where it takes long, that is told once, and how long it may take. */
export async function tellWhenSlow<T>(
  answer: Promise<T>,
  limitMs: number,
  tell: (message: string) => void,
  slowMs: number = SLOW_MS,
): Promise<T> {
  const timer = setTimeout(
    () => tell(`GitHub has not answered for ${slowMs / 1000} s (limit ${limitMs / 1000} s) …`),
    slowMs,
  );
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}
