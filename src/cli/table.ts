import stringWidth from 'string-width';
import { wrap } from './wrap.ts';

/** One column: how it is headed, and whether it may be cut to fit (at most one should, and it should be the last). */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly flexible?: boolean;
  /** Lines that a flexible column may take before it is cut; 1 unless told. */
  readonly lines?: number;
}

/**
 * Rows as plain text in columns, at most `width` cells wide: the flexible column goes on in the next line or is cut with
 * `…`. No line ends in a space.
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const all = [columns.map(({ title }) => title), ...rows.map((row) => row.map(onOneLine))];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ''))));
  const excess = widths.reduce((sum, next) => sum + next, 0) + 2 * (columns.length - 1) - width;
  const flexible = columns.findIndex((column) => column.flexible);
  if (excess > 0 && flexible >= 0) widths[flexible] = Math.max(8, (widths[flexible] ?? 0) - excess);
  const lineOf = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? '', widths[index] ?? 0, column.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return all.flatMap((row) => linesOf(row, columns, widths).map(lineOf)).join('\n');
}

/** The lines that a row takes, cell by cell. */
function linesOf(row: readonly string[], columns: readonly Column[], widths: readonly number[]): string[][] {
  const cells = columns.map((column, index) => {
    const most = column.flexible ? (column.lines ?? 1) : 1;
    return wrap(row[index] ?? '', { width: widths[index] ?? 0, most });
  });
  const most = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: most }, (_, at) => cells.map((lines) => lines[at] ?? ''));
}

/** Log text may hold line breaks and terminal escapes: neither may reach the terminal. */
export function onOneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
}
