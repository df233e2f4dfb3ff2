import { styleText } from 'node:util';
import type { Diagnosis, Finding } from '../triage/doctor/finding.ts';
import { count, joinWords } from '../wording/words.ts';
import { onOneLine } from './table.ts';
import { wrap } from './wrap.ts';

const WORDS = { ok: 'OK', warning: 'warning', wrong: 'WRONG', skipped: 'skipped' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', wrong: 'red', skipped: 'gray' } as const;
const STATUS_CELLS = 9;
const WIDEST = 80;

/**
 * The diagnosis as text: one line a check, below it how to mend it, and at the end what it comes to.
 *
 * @param stream colours the statuses where it is a terminal that wants it
 */
export function formatDiagnosis({ checks }: Diagnosis, terminal: number, stream: NodeJS.WritableStream): string {
  const width = Math.min(terminal, WIDEST);
  const titles = Math.max(...checks.map(({ title }) => title.length)) + 2;
  const lines = checks.flatMap((check) => {
    const [first = '', ...rest] = linesOf(check, titles, width);
    const word = WORDS[check.status];
    return [first.replace(word, styleText(COLOURS[check.status], word, { stream })), ...rest];
  });
  return `${[...lines, '', ...summaryOf(checks, width)].join('\n')}\n`;
}

function linesOf(check: Finding & { title: string }, titles: number, width: number): string[] {
  const head = `${WORDS[check.status].padEnd(STATUS_CELLS)}${check.title.padEnd(titles)}`;
  const indent = ' '.repeat(STATUS_CELLS);
  const below = (mark: string, text: string): string[] =>
    wrap(onOneLine(text), { width, first: `${indent}${mark}`, rest: `${indent}  ` });
  return [
    ...wrap(onOneLine(check.says), { width, first: head, rest: ' '.repeat(head.length) }),
    ...(check.mend ?? '').split('\n').flatMap((advice) => (advice === '' ? [] : below('> ', advice))),
    ...(check.notChecked === null ? [] : below('  ', `Not checked: ${check.notChecked}.`)),
  ];
}

function summaryOf(checks: Diagnosis['checks'], width: number): string[] {
  const number = (status: Finding['status']): number => checks.filter((check) => check.status === status).length;
  const parts = [
    ...(number('wrong') > 0 ? [`${number('wrong')} wrong`] : []),
    ...(number('warning') > 0 ? [count(number('warning'), 'warning')] : []),
    ...(number('skipped') > 0 ? [`${number('skipped')} skipped`] : []),
    `${number('ok')} OK`,
  ];
  const first = checks.find(({ status }) => status === 'wrong');
  const well = number('warning') === 0 ? ' Nothing to mend.' : '';
  const advice = first === undefined ? well : ` Mend first: ${first.title}.`;
  return wrap(`${joinWords(parts)}.${advice}`, { width });
}
