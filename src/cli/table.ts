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

/** Less than this is no column of text any more. */
const LEAST_TEXT = 20;
const GAP = 2;

/** A column in its place of a row. */
interface Place {
  readonly index: number;
  readonly column: Column;
  /** Cells that its longest text takes. */
  readonly natural: number;
  readonly width: number;
}

/**
 * Rows as plain text in columns, at most `width` cells wide: the flexible column goes on in the next line or is cut with
 * `…`. Columns that find no room beside the others stand below them, indented. No line ends in a space.
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  const all = [columns.map(({ title }) => title), ...rows.map((row) => row.map(onOneLine))];
  const places = columns.map((column, index) => {
    const natural = Math.max(...all.map((row) => stringWidth(row[index] ?? '')));
    return { index, column, natural, width: column.flexible ? Math.min(natural, LEAST_TEXT) : natural };
  });
  const bands = bandsOf(places, width);
  return all.flatMap((row) => bands.flatMap((band, at) => linesOf(row, band, indentOf(at)))).join('\n');
}

/** As many columns side by side as fit; a flexible one takes the room that they leave. */
function bandsOf(places: readonly Place[], width: number): Place[][] {
  const bands: Place[][] = [];
  for (const place of places) {
    const band = bands.at(-1);
    if (band !== undefined && widthOf([...band, place]) <= width - indentOf(bands.length - 1)) band.push(place);
    else bands.push([place]);
  }
  return bands.map((band, at) => {
    const left = width - indentOf(at) - widthOf(band);
    return band.map((place) => {
      const widest = place.column.flexible ? place.natural : place.width;
      return { ...place, width: Math.max(1, Math.min(widest, place.width + left)) };
    });
  });
}

function widthOf(band: readonly Place[]): number {
  return band.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

function indentOf(band: number): number {
  return band === 0 ? 0 : GAP;
}

/** The lines that a row takes. What is not flexible is never cut: it may be a name that is to be copied. */
function linesOf(row: readonly string[], band: readonly Place[], indent: number): string[] {
  const cells = band.map(({ index, column, width }) => {
    const most = column.flexible ? (column.lines ?? 1) : Number.POSITIVE_INFINITY;
    return wrap(row[index] ?? '', { width, most });
  });
  const most = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: most }, (_, at) => {
    const parts = band.map(({ column, width }, place) => pad(cells[place]?.[at] ?? '', width, column.align ?? 'left'));
    return `${' '.repeat(indent)}${parts.join(' '.repeat(GAP))}`.trimEnd();
  });
}

/** Log text may hold line breaks and terminal escapes: neither may reach the terminal. */
export function onOneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
}
