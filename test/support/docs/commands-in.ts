import type { Command } from 'commander';
import { commandsOf } from '../../../src/cli/examples.ts';

/** At the place of a command: a line's beginning, behind a pipe and so on. */
const CALLED =
  /(?:npm run --silent gardener --|(?<=^[ \t]*|[|;&(][ \t]*)log-gardener)\s+((?:"[^"\n]*"|'[^'\n]*'|[^|;&<>()\n`])*)/gm;

/** What is wrong with calls of the program in a script: a command or an option that it does not have. */
export function problemsInScript(script: string, program: Command): string[] {
  const known = commandsOf(program);
  const everywhere = program.options.flatMap(({ long, short }) => [long, short]);
  const calls = [...withoutComments(script).replaceAll('\\\n', ' ').matchAll(CALLED)];
  return calls.flatMap(([, rest = '']) => {
    const words = wordsOf(rest);
    const found = known.find(({ path }) => path.split(' ').every((name, at) => words[at] === name));
    const options = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=', 1)[0] ?? '');
    if (found === undefined) {
      return options.length === words.length &&
        options.every((option) => everywhere.includes(option) || option === '--help')
        ? []
        : [`no such command: log-gardener ${rest.trim()}`];
    }
    const takes = [...everywhere, ...found.command.options.flatMap(({ long, short }) => [long, short]), '--help'];
    return options.filter((option) => !takes.includes(option)).map((option) => `${found.path} has no ${option}`);
  });
}

/** A comment begins with a `#` at the start of a word, outside of quotes. */
function withoutComments(script: string): string {
  return script
    .split('\n')
    .map((line) => line.replace(/^((?:"[^"]*"|'[^']*'|[^"'#]|(?<=\S)#)*)(?<=^|\s)#.*$/, '$1'))
    .join('\n');
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word.replaceAll(/^["']|["']$/g, ''));
}
