import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { formatTable } from '../../src/cli/table.ts';

const columns = [{ title: 'pri' }, { title: 'entries', align: 'right' as const }, { title: 'title', flexible: true }];

describe('a table', () => {
  it('aligns its columns and leaves no space at the end of a line', () => {
    const text = formatTable(
      columns,
      [
        ['P0', '180', 'It exits'],
        ['P3', '5', 'It warns'],
      ],
      80,
    );
    expect(text.split('\n')).toEqual(['pri  entries  title', 'P0       180  It exits', 'P3         5  It warns']);
  });

  it('fits the width, also with wide characters', () => {
    const text = formatTable(
      columns,
      [
        ['P0', '180', '支払いに失敗しました '.repeat(20)],
        ['P1', '2', '🔑'.repeat(90)],
      ],
      60,
    );
    for (const line of text.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(60);
    expect(text).toContain('…');
  });

  it('goes on in the next line where a column may, and aligns there', () => {
    const wrapping = [...columns.slice(0, 2), { title: 'title', flexible: true, lines: 2 }];
    const rows = [
      ['P0', '180', 'The worker cannot import the module that it needs to start'],
      ['P3', '5', 'It warns'],
    ];
    expect(formatTable(wrapping, rows, 40).split('\n')).toEqual([
      'pri  entries  title',
      'P0       180  The worker cannot import',
      '              the module that it needs…',
      'P3         5  It warns',
    ]);
  });

  it('puts below what finds no room beside the others', () => {
    const rows = [
      ['2026-01-02T09-00-00Z-1', 'P0', 'pending', 'update #169', 'The worker cannot import the module that it needs'],
      ['2026-01-02T09-00-00Z-2', 'P3', 'posted', 'create', 'It warns'],
    ];
    const of = (width: number): string[] =>
      formatTable(
        ['draft', 'pri', 'status', 'does', 'title'].map((title) => ({ title, flexible: title === 'title', lines: 3 })),
        rows,
        width,
      ).split('\n');
    expect(of(60)).toEqual([
      'draft                   pri  status   does',
      '  title',
      '2026-01-02T09-00-00Z-1  P0   pending  update #169',
      '  The worker cannot import the module that it needs',
      '2026-01-02T09-00-00Z-2  P3   posted   create',
      '  It warns',
    ]);
    expect(of(40)).toEqual([
      'draft                   pri  status',
      '  does         title',
      '2026-01-02T09-00-00Z-1  P0   pending',
      '  update #169  The worker cannot import',
      '               the module that it needs',
      '2026-01-02T09-00-00Z-2  P3   posted',
      '  create       It warns',
    ]);
    for (const line of of(16)) expect(line.length).toBeLessThanOrEqual(16);
    expect(of(16).join('').replaceAll(' ', '')).toContain('2026-01-02T09-00-00Z-1');
  });

  it('lets no line break and no terminal escape of a log line through', () => {
    const text = formatTable(columns, [['P0', '1', 'a\u001b[2Jb\nc\u202ed']], 80);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});
