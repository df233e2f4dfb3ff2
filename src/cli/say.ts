/** A terminal, or what stands in its place. */
interface Listener {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A word for people beside the result: on stderr, at a terminal in lines of its width. */
export function say(text: string): void {
  process.stderr.write(`${layOut(text, process.stderr)}\n`);
}

/** Each line of the text as lines of the width, broken between words. A path or a command's word stays whole, to be copied. */
export function layOut(text: string, { isTTY = false, columns }: Listener): string {
  if (!isTTY) return text;
  const width = columns || 80;
  return text
    .split('\n')
    .flatMap((line) => linesOf(line, width))
    .join('\n');
}

/** By characters: to measure cells takes a package that every command would load first. */
function linesOf(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const [first = '', ...words] = line.slice(indent.length).split(' ');
  const lines = [`${indent}${first}`];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
