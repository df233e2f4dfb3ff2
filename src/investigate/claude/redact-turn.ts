import type { Turn } from '../../model/transcript.ts';

/** What the model wrote, and what it was told, before it is kept. A thought that would have to be changed is left out: it is signed. */
export async function redactTurn(turn: Turn, redact: (text: string) => Promise<string>): Promise<Turn> {
  const text = JSON.stringify(turn);
  if ((await redact(text)) === text) return turn;
  const content: Turn['answer']['content'] = [];
  for (const block of turn.answer.content) {
    if (block.type === 'text') content.push({ ...block, text: await redact(block.text) });
    else if (block.type === 'tool_use') content.push({ ...block, input: await redactValue(block.input, redact) });
    else if (block.type === 'thinking' && (await redact(block.thinking)) === block.thinking) content.push(block);
  }
  return { ...turn, answer: { ...turn.answer, content } };
}

async function redactValue(value: unknown, redact: (text: string) => Promise<string>): Promise<unknown> {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return Promise.all(value.map((item: unknown) => redactValue(item, redact)));
  if (typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = [];
  for (const [key, field] of Object.entries(value)) fields.push([key, await redactValue(field, redact)]);
  return Object.fromEntries(fields);
}
