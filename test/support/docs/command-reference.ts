import type { Command } from 'commander';
import { commandsOf, examplesOf } from '../../../src/cli/examples.ts';
import { cell } from './markdown-cell.ts';

/** docs/reference/commands.md: what the program says of itself. */
export function commandReference(program: Command): string {
  return [
    '# Commands',
    '',
    '<!-- Made by npm run reference out of the commands themselves; a test says when it is due. -->',
    '',
    'Results go to stdout, everything else to stderr. In the checkout `npm run --silent gardener --` stands for `log-gardener`.',
    '',
    'Understood everywhere:',
    '',
    ...optionTable(program),
    '',
    'Exit codes: 0 done (also when there was nothing to do), 1 failed, 2 the command or the config is wrong, 3 done in part (the',
    'output says what is missing), 4 drafts wait for review (with `--fail-on-drafts`).',
    ...commandsOf(program).flatMap(({ path, command }) => sectionOf(path, command)),
    '',
  ].join('\n');
}

function sectionOf(path: string, command: Command): string[] {
  const args = command.registeredArguments.map(
    (argument) =>
      ` ${argument.required ? '<' : '['}${argument.name()}${argument.variadic ? '…' : ''}${argument.required ? '>' : ']'}`,
  );
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => ` ${flags}`);
  const given = command.registeredArguments.filter(({ description }) => description !== '');
  const description = command.description();
  return [
    '',
    `## ${path}`,
    '',
    `${description.slice(0, 1).toUpperCase()}${description.slice(1)}.`,
    '',
    '```',
    `log-gardener ${path}${args.join('')}${required.join('')}${command.options.length > 0 ? ' [options]' : ''}`,
    '```',
    '',
    ...(given.length > 0
      ? [
          '| argument | |',
          '| --- | --- |',
          ...given.map((one) => `| \`${one.name()}\` | ${cell(one.description)} |`),
          '',
        ]
      : []),
    ...(command.options.length > 0 ? [...optionTable(command), ''] : []),
    '```sh',
    ...examplesOf(path),
    '```',
  ];
}

function optionTable({ options }: Command): string[] {
  const rows = options.map(({ flags, description, defaultValue, mandatory }) => {
    const otherwise = typeof defaultValue === 'string' ? ` (default: ${defaultValue})` : '';
    return `| \`${flags}\` | ${cell(`${description}${otherwise}${mandatory ? ' (required)' : ''}`)} |`;
  });
  return ['| option | |', '| --- | --- |', ...rows];
}
