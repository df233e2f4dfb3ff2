import stringWidth from 'string-width';

/** One column: how it is headed, and whether it may be cut to fit (at most one should). */
export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly flexible?: boolean;
}

/** Rows as plain text in columns, at most `width` cells wide: the flexible column is cut with `…`. No line ends in a space. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const all = [columns.map(({ title }) => title), ...rows.map((row) => row.map(onOneLine))];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ''))));
  const excess = widths.reduce((sum, next) => sum + next, 0) + 2 * (columns.length - 1) - width;
  const flexible = columns.findIndex((column) => column.flexible);
  if (excess > 0 && flexible >= 0) widths[flexible] = Math.max(8, (widths[flexible] ?? 0) - excess);
  return all
    .map((row) =>
      columns
        .map((column, index) =>
          pad(cut(row[index] ?? '', widths[index] ?? 0), widths[index] ?? 0, column.align ?? 'left'),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Log text may hold line breaks and terminal escapes: neither may reach the terminal. */
export function onOneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
}

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
}
