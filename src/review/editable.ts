import { findEvidenceBlock, readEvidenceBlock } from '../github/evidence-block.ts';
import { generateMarker } from '../github/marker.ts';
import type { Draft, DraftContent } from '../model/draft.ts';

/** How the lines begin by which code finds its own text again. */
const OURS = ['<!-- log-gardener', '<!-- /log-gardener'];
const MARKER = '<!-- log-gardener fingerprint=';

/**
 * The part of a draft that a person edits, as Markdown: the body of a new issue, or the comment on one that is there,
 * without the hidden marker at its end. Null = no comment is written.
 */
export function editableMarkdown(content: DraftContent): string | null {
  const text = textOf(content);
  return text === null ? null : split(text).text;
}

/**
 * The draft's content with another text. What code put there stays whole whatever a person types: the hidden marker at
 * the end, and the evidence between its two lines, which comes last where the person's text has lost its place. All
 * other lines that look like ours go. The same text gives the same bytes.
 *
 * @param hide takes the secrets out of what the person typed
 */
export async function withMarkdown(
  { id, run, fingerprint }: Pick<Draft, 'id' | 'run' | 'fingerprint'>,
  content: DraftContent,
  markdown: string,
  hide: (text: string) => Promise<string>,
): Promise<DraftContent> {
  const old = textOf(content);
  const { tail } = old === null ? { tail: `\n\n${generateMarker({ fingerprint, run, draft: id })}\n` } : split(old);
  const block = old === null ? null : readEvidenceBlock(old);
  const typed = markdown.replace(/\r\n?/g, '\n').replaceAll('\0', '').toWellFormed();
  const [before, after] = aroundBlock(typed, block);
  const own = async (text: string): Promise<string> => dropOurLines(await hide(dropOurLines(text)));
  const text =
    block === null
      ? await own(before)
      : after === null
        ? [(await own(before)).trimEnd(), block].filter((part) => part !== '').join('\n\n')
        : (await own(before)) + block + (await own(after));
  const whole = text.trimEnd() + tail;
  if (content.action === 'create') return { ...content, body: whole };
  return { ...content, comment: text.trim() === '' ? null : whole };
}

function textOf(content: DraftContent): string | null {
  return content.action === 'create' ? content.body : content.comment;
}

/** A text and, behind it, the marker with the white space around it. */
function split(whole: string): { readonly text: string; readonly tail: string } {
  const at = whole.startsWith(MARKER) ? 0 : whole.lastIndexOf(`\n${MARKER}`);
  const text = at < 0 ? whole : whole.slice(0, at).trimEnd();
  return { text, tail: whole.slice(text.length) };
}

/** What stands before and after the evidence; after = null where its place is lost. */
function aroundBlock(typed: string, block: string | null): [string, string | null] {
  const found = block === null ? null : findEvidenceBlock(typed);
  if (found !== null) return [typed.slice(0, found.from), typed.slice(found.to)];
  return [block === null ? typed : withoutRemains(typed, block), null];
}

/** A text that lost one of the two lines around the evidence still holds the rest of it, which comes anew. */
function withoutRemains(typed: string, block: string): string {
  const lines = typed.split('\n');
  const [first = '', ...rest] = block.split('\n');
  const last = rest.at(-1) ?? '';
  const evidence = new Set(block.split('\n'));
  const start = lines.indexOf(first);
  const end = lines.indexOf(last);
  if (start === -1 && end === -1) return typed;
  let [from, to] = start === -1 ? [end, end] : [start, start];
  while (start !== -1 && to + 1 < lines.length && evidence.has(lines[to + 1] ?? '')) to += 1;
  while (start === -1 && from > 0 && evidence.has(lines[from - 1] ?? '')) from -= 1;
  return [...lines.slice(0, from), ...lines.slice(to + 1)].join('\n');
}

/** Another evidence, and every line by which code would find something. */
function dropOurLines(text: string): string {
  const second = findEvidenceBlock(text);
  if (second !== null) return dropOurLines(text.slice(0, second.from) + text.slice(second.to));
  const lines = text.split('\n');
  return lines.filter((line) => !OURS.some((start) => line.startsWith(start))).join('\n');
}
