import type { Claim } from '../../model/claim.ts';
import type { Report } from '../../model/report.ts';
import type { CheckedProse } from './check-prose.ts';
import { type Segment, type Sentence, segmentsOf } from './sentences.ts';

/**
 * The prose without the sentences that hold something unbacked, and without what hangs on them: a sentence that points
 * back at one, a list or a block that one introduces, an introduction to nothing. A field whose every sentence goes is
 * empty. `checked` is the check of this very prose.
 */
export function cutUnbacked(prose: Report['prose'], checked: CheckedProse): Report['prose'] {
  const cut = (field: keyof Report['prose']) =>
    cutField(
      prose[field],
      checked.unbacked.filter((claim) => claim.field === field),
    );
  return {
    impact: cut('impact'),
    currentBehaviour: cut('currentBehaviour'),
    expectedBehaviour: cut('expectedBehaviour'),
    analysis: cut('analysis'),
    nextAction: cut('nextAction'),
  };
}

function cutField(text: string, unbacked: readonly Claim[]): string {
  if (unbacked.length === 0) return text;
  const segments = segmentsOf(text);
  const gone = new Set<Sentence>();
  let next = 0;
  for (const sentence of segments.flatMap(({ sentences }) => sentences)) {
    while ((unbacked[next]?.offset ?? text.length) < sentence.start) next += 1;
    if ((unbacked[next]?.offset ?? text.length) < sentence.end) gone.add(sentence);
  }
  let size = -1;
  while (gone.size > size) {
    size = gone.size;
    cutDangling(text, segments, gone);
  }
  return joinKept(
    segments.map(({ kind }) => kind),
    segments.map((segment) => keptOf(text, segment, gone)),
  );
}

/** Two paragraphs stay two when what stood between them goes. */
function joinKept(kinds: readonly Segment['kind'][], kept: readonly string[]): string {
  let joined = '';
  kept.forEach((words, index) => {
    const parted = kept[index - 1] !== '' || /\n\s*\n$/.test(joined) || joined === '';
    if (words !== '' && !parted && kinds[index] === 'paragraph') joined = `${joined.trimEnd()}\n\n`;
    joined += words;
  });
  return joined.trim();
}

/** What points back at the sentence before it, and says nothing without it. */
const POINTS_BACK =
  /^[*_"“(]{0,3}(?:this|that|these|those|such|it|its|they|their|he|she|both|which|there|so|hence|thus|therefore|consequently|however|but|and|or|instead|otherwise|likewise|similarly|moreover|furthermore|also|then|the (?:former|latter|same|other|rest)|as a result|for (?:example|instance)|in (?:addition|contrast|turn))\b/i;

function cutDangling(text: string, segments: readonly Segment[], gone: Set<Sentence>): void {
  segments.forEach((segment, index) => {
    segment.sentences.forEach((sentence, place) => {
      const before = segment.sentences[place - 1];
      if (before !== undefined && gone.has(before) && POINTS_BACK.test(text.slice(sentence.start, sentence.end))) {
        gone.add(sentence);
      }
    });
    const last = segment.sentences.at(-1);
    if (last === undefined || !introduces(text, last)) return;
    const parts = partsAfter(segments, index).flatMap(({ sentences }) => sentences);
    if (parts.length === 0) return;
    if (gone.has(last)) for (const part of parts) gone.add(part);
    else if (parts.every((part) => gone.has(part))) gone.add(last);
  });
}

function introduces(text: string, { start, end }: Sentence): boolean {
  return /:[*_]{0,3}$/.test(text.slice(start, end).trimEnd());
}

/** The block, or the list, that stands right after a segment. */
function partsAfter(segments: readonly Segment[], index: number): Segment[] {
  const [first, ...rest] = segments.slice(index + 1);
  if (first === undefined || (first.kind !== 'block' && first.kind !== 'item')) return [];
  if (first.kind === 'block' || segments[index]?.kind === 'item') return [first];
  const end = rest.findIndex(({ kind }) => kind !== 'item');
  return [first, ...rest.slice(0, end === -1 ? rest.length : end)];
}

function keptOf(text: string, { start, sentences }: Segment, gone: ReadonlySet<Sentence>): string {
  const kept = sentences.filter((sentence) => !gone.has(sentence));
  const [first, last] = [sentences[0], sentences.at(-1)];
  if (kept.length === 0 || first === undefined || last === undefined) return '';
  const words = kept.map((sentence) => text.slice(sentence.start, sentence.end)).join('');
  // The space at the end is what parts this segment from the next.
  const whole = text.slice(last.start, last.end);
  const space = whole.slice(whole.trimEnd().length);
  return `${text.slice(start, first.start)}${words.trimEnd()}${space}`;
}
