import { describe, expect, it } from 'vitest';
import { draftText } from '../../src/cli/review-terminal-text.ts';
import { changeDraft, newIssueDraft } from '../support/drafts.ts';

const NOT_LIVE = { issue: null, changed: null, unread: null, diff: [], changes: [], seen: null };

function shownText(body: string, width = 80): string {
  return draftText(
    { draft: newIssueDraft({}, { body }), nth: 1, of: 1, triaged: null, live: NOT_LIVE, unbacked: null },
    width,
  );
}

describe('the text of a draft in a terminal', () => {
  it('keeps the columns of code', () => {
    const rows = ['app/main.py:23          in start', 'app/services/user.py:4  in load', '\tindented'];
    const text = shownText(['```', ...rows, '```'].join('\n'));
    expect(text).toContain(`\n${rows[0]}\n${rows[1]}\n    indented\n`);
  });

  it('tells the title that an issue has and the one that it would get', () => {
    const [from, to] = ['GCP-new | P2 | Pool exhausted', 'GCP-regression | P1 | Pool exhausted'];
    const draft = changeDraft({}, { issue: 12, title: { from, to } });
    const shown = { draft, nth: 1, of: 1, triaged: null, live: NOT_LIVE, unbacked: null };
    const text = draftText(shown, 80).replaceAll(/\s+/g, ' ');
    expect(text).toContain(`and change the title from "${from}" to "${to}"`);
  });

  it('lets no order to the terminal through', () => {
    expect(shownText('a  \u001b[31mred\u001b[0m\u001b]0;my title\u0007 b\u009b2J\u202e\u0007')).toContain(
      '\na  red b\n',
    );
  });

  it('wraps what is too long, and an indent leaves room for words', () => {
    const lines = shownText(`${' '.repeat(200)}${'word '.repeat(40)}`, 40).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.includes('word')).length).toBeLessThan(20);
  });
});
