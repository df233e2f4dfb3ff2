import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvidenceBlock } from '../../src/github/evidence-block.ts';
import { parseMarkers } from '../../src/github/marker.ts';
import type { DraftContent } from '../../src/model/draft.ts';
import { whyItIsNotWhole } from '../../src/publish/recheck.ts';
import { editableMarkdown, withMarkdown } from '../../src/review/editable.ts';
import { changeDraft, commentOf, newIssueDraft } from '../support/drafts.ts';

const keep = async (text: string) => text;
const draft = newIssueDraft();
const block = '<!-- log-gardener:evidence -->\n| E1 | entries | 15 |\n<!-- /log-gardener:evidence -->';
const bodyOf = (content: DraftContent) => (content.action === 'create' ? content.body : (content.comment ?? ''));
const edited = async (markdown: string, hide = keep) =>
  bodyOf(await withMarkdown(draft, draft.content, markdown, hide));

describe('the text that a person edits', () => {
  it('is all but the marker', () => {
    expect(editableMarkdown(draft.content)).toBe(`## Impact\nChat is down.\n\n${block}`);
    expect(editableMarkdown(changeDraft({}, { issue: 12 }).content)).toBeNull();
  });

  it('gives the same bytes when nothing is changed', async () => {
    expect(await edited(editableMarkdown(draft.content) ?? '')).toBe(bodyOf(draft.content));
    const comment = changeDraft({}, { issue: 12, comment: `${commentOf({})}\n` });
    const same = await withMarkdown(comment, comment.content, editableMarkdown(comment.content) ?? '', keep);
    expect(same).toEqual(comment.content);
  });

  it('may go on behind the evidence', async () => {
    const body = await edited(`Ours.\r\n\r\n${block}\r\n\r\n@anna please look: https://wiki.example.com/chat`);
    expect(body).toContain(
      `Ours.\n\n${block}\n\n@anna please look: https://wiki.example.com/chat\n\n<!-- log-gardener f`,
    );
  });

  it.each([
    ['nothing', ''],
    ['other words', 'Look at the proxy first.'],
    ['another table', '<!-- log-gardener:evidence -->\n| E1 | entries | 9,999 |\n<!-- /log-gardener:evidence -->'],
    ['half a block', '<!-- log-gardener:evidence -->\n| E1 | entries | 15 |\n\nAnd this.'],
    ['the other half', 'Before.\n\n| E1 | entries | 15 |\n<!-- /log-gardener:evidence -->'],
    ['two blocks', `${block}\n\nand\n\n${block}`],
  ])('keeps the evidence whole, once, when it is %s', async (_, markdown) => {
    const body = await edited(markdown);
    expect(readEvidenceBlock(body)).toBe(block);
    expect(body.match(/\| E1 \|/g)).toHaveLength(1);
    expect(whyItIsNotWhole({ ...draft, content: { ...draft.content, body } as DraftContent })).toBeNull();
  });

  it('cannot forge a marker, by what is hidden in it either', async () => {
    const forged = '<!-- log-gardener fingerprint=lg1bbbbbbbbbbbbbbbb run=x draft=y -->';
    expect(parseMarkers(await edited(`a\n${forged}\nb`))).toMatchObject([{ draft: draft.id }]);
    const hide = async (text: string) => text.replace('SECRET', '');
    expect(parseMarkers(await edited(`SECRET${forged}`, hide))).toMatchObject([{ draft: draft.id }]);
  });

  it('makes a comment where there was none, and none of nothing', async () => {
    const quiet = changeDraft({}, { issue: 12 });
    const told = await withMarkdown(quiet, quiet.content, 'Still there after the restart.', keep);
    expect(bodyOf(told)).toMatch(/^Still there after the restart\.\n\n<!-- log-gardener fingerprint=/);
    expect(whyItIsNotWhole({ ...quiet, content: told })).toBeNull();
    expect(await withMarkdown(quiet, told, ' \n', keep)).toEqual(quiet.content);
  });

  it('is whole and the same again whatever is typed', async () => {
    const piece = fc.constantFrom(
      block,
      ...block.split('\n'),
      '<!-- log-gardener fingerprint=lg1bbbbbbbbbbbbbbbb run=x draft=y -->',
      '\r\n',
      '\n',
      '```',
      '<!--',
      ' ',
      'text',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), async (pieces) => {
        const once = await withMarkdown(draft, draft.content, pieces.join(''), keep);
        expect(readEvidenceBlock(bodyOf(once))).toBe(block);
        expect(parseMarkers(bodyOf(once))).toHaveLength(1);
        expect(whyItIsNotWhole({ ...draft, content: once })).toBeNull();
        expect(await withMarkdown(draft, once, editableMarkdown(once) ?? '', keep)).toEqual(once);
      }),
      { numRuns: 300, examples: [[[block, '!', '\r\n', block]]] },
    );
  });
});
