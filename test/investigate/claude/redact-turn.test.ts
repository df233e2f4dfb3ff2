import { describe, expect, it } from 'vitest';
import { redactTurn } from '../../../src/investigate/claude/redact-turn.ts';
import type { Turn } from '../../../src/model/transcript.ts';

const hide = async (text: string): Promise<string> => text.replaceAll('hunter2', '[password-1a2b]');

const TURN: Turn = {
  number: 1,
  maxTokens: 100,
  answer: {
    content: [
      { type: 'thinking', thinking: 'The password is hunter2.', signature: 's1' },
      { type: 'thinking', thinking: 'Nothing to see.', signature: 's2' },
      { type: 'redacted_thinking', data: 'hunter2 by chance' },
      { type: 'text', text: 'I found hunter2 in the log.' },
      { type: 'tool_use', id: 'toolu_hunter2', name: 'search_issues', input: { query: ['hunter2', { hunter2: 7 }] } },
    ],
    stopReason: 'tool_use',
    tokens: { input: 1, cacheWrite: 2, cacheRead: 3, output: 4 },
  },
  usd: 0.1,
  discarded: false,
  reply: {
    blocks: [
      { type: 'tool_result', tool_use_id: 'toolu_hunter2', content: 'Nothing backs: hunter2.', is_error: true },
      { type: 'text', text: 'Leave hunter2 out.' },
    ],
    backing: [{ id: 'log:1', kind: 'stranger', text: 'login with hunter2' }],
    steps: [
      { engine: 'lexical', answeredBy: null, query: 'hunter2', hits: [7], complete: false, error: 'no hunter2 there' },
    ],
    requests: 1,
  },
  paidBy: 'run',
};

describe('what is kept of a turn', () => {
  it('holds no secret, in what the model said, asked and was told', async () => {
    const kept = await redactTurn(TURN, hide);
    const { content } = kept.answer;
    expect(content.map(({ type }) => type)).toEqual(['thinking', 'redacted_thinking', 'text', 'tool_use']);
    const withoutIds = JSON.stringify(kept).replaceAll('toolu_hunter2', '').replace('hunter2 by chance', '');
    expect(withoutIds).not.toContain('hunter2');
    expect(withoutIds.match(/\[password-1a2b\]/g)).toHaveLength(8);
  });

  it('keeps calls and answers together, and everything else as it was', async () => {
    const kept = await redactTurn(TURN, hide);
    expect(kept.answer.content.at(-1)).toMatchObject({ id: 'toolu_hunter2' });
    expect(kept.reply?.blocks[0]).toMatchObject({ tool_use_id: 'toolu_hunter2' });
    expect(await redactTurn(TURN, async (text) => text)).toEqual(TURN);
    expect(await redactTurn(kept, hide)).toEqual(kept);
  });
});
