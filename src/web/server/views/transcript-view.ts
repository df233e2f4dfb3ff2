import type { Transcript, Turn } from '../../../model/transcript.ts';
import type { TranscriptView } from '../../views.ts';

/** What was said to and by a sub-agent, turn by turn, each call beside its answer. */
export function transcriptView({ opening, turns, end }: Transcript): TranscriptView {
  return { model: opening.model, prompt: opening.prompt, turns: turns.map(turnView), end };
}

function turnView({ number, answer, reply, usd }: Turn): TranscriptView['turns'][number] {
  const { input, cacheWrite, cacheRead, output } = answer.tokens;
  const said = answer.content.flatMap((block) => {
    const text = block.type === 'text' ? block.text : block.type === 'thinking' ? block.thinking : '';
    return text.trim() === '' ? [] : [text];
  });
  const calls = answer.content.flatMap((block) => {
    if (block.type !== 'tool_use') return [];
    const answered = reply?.blocks.find((one) => one.type === 'tool_result' && one.tool_use_id === block.id);
    const result = answered?.type === 'tool_result' ? answered : null;
    return [
      {
        tool: block.name,
        input: JSON.stringify(block.input, null, 2) ?? '',
        result: result?.content ?? '',
        failed: result?.is_error ?? false,
      },
    ];
  });
  return { number, said, calls, tokens: { input: input + cacheWrite + cacheRead, output }, usd };
}
