import { plainLine } from '../draft/one-line.ts';
import { inputOf, spentOn } from '../investigate/claude/spending.ts';
import type { Transcript, Turn } from '../model/transcript.ts';
import { count, formatNumber } from '../wording/words.ts';
import { wrap } from './wrap.ts';

/** Tool answers are long; the rest of one is in `--json`. */
const MOST_LINES = 12;

/** A conversation as people read it. Whatever steers a terminal is gone: strangers wrote parts of it. */
export function transcriptText(transcript: Transcript, width: number): string {
  const { run, fingerprint, opening, turns, end } = transcript;
  const cost = turns.some((turn) => turn.usd === null) ? 'cost not known' : `$${spentOn(turns).usd.toFixed(3)}`;
  const lines = [
    `${fingerprint} in run ${run}`,
    `${opening.model}, effort ${opening.effort}, prompt ${opening.prompt}`,
    ...wrap(`${count(turns.length, 'turn')}, ${cost}, ${end ?? 'not ended'}`, { width }),
    '',
    ...section('It was told', opening.first, width),
    ...turns.flatMap((turn) => turnLines(turn, width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function turnLines({ number, answer, reply, usd, discarded }: Turn, width: number): string[] {
  const price = usd === null ? '' : `, $${usd.toFixed(4)}`;
  const head = `── Turn ${number} (${formatNumber(inputOf(answer.tokens))} → ${formatNumber(answer.tokens.output)} tokens${price})${discarded ? ', cut off and asked again' : ''}`;
  const said = answer.content.flatMap((block) => {
    if (block.type === 'text') return block.text.trim() === '' ? [] : section('It says', block.text, width);
    if (block.type === 'tool_use') return section(`It calls ${block.name}`, JSON.stringify(block.input), width);
    return block.type === 'thinking' && block.thinking !== '' ? section('It thinks', block.thinking, width) : [];
  });
  const answered = (reply?.blocks ?? []).flatMap((block) =>
    block.type === 'text'
      ? section('It is told', block.text, width)
      : section(block.is_error ? 'Refused' : 'Answer', block.content, width),
  );
  return [head, '', ...said, ...answered];
}

function section(title: string, text: string, width: number): string[] {
  const lines = text
    .split('\n')
    .map(plainLine)
    .flatMap((line) => (line === '' ? [] : wrap(line, { width, first: '  ', rest: '    ' })));
  const more = lines.length - MOST_LINES;
  return [`${title}:`, ...lines.slice(0, MOST_LINES), ...(more > 0 ? [`  … ${count(more, 'more line')}`] : []), ''];
}
