import type { AnswerBlock, Reply, Turn, UserBlock } from '../../model/transcript.ts';

type Redact = (text: string) => Promise<string>;

/**
 * What the model wrote and what it was told, as it is kept and as the model is told it again: without secrets. Ids stay,
 * since calls and answers belong together by them. A thought that would have to be changed is left out, because it is
 * signed; one that is sealed stays, because nothing can be read in it.
 */
export async function redactTurn(turn: Turn, redact: Redact): Promise<Turn> {
  const content: AnswerBlock[] = [];
  for (const block of turn.answer.content) {
    const kept = await redactBlock(block, redact);
    if (kept !== null) content.push(kept);
  }
  const reply = turn.reply === null ? null : await redactReply(turn.reply, redact);
  return { ...turn, answer: { ...turn.answer, content }, reply };
}

async function redactBlock(block: AnswerBlock, redact: Redact): Promise<AnswerBlock | null> {
  switch (block.type) {
    case 'text':
      return { ...block, text: await redact(block.text) };
    case 'tool_use':
      return { ...block, input: await redactValue(block.input, redact) };
    case 'thinking':
      return (await redact(block.thinking)) === block.thinking ? block : null;
    case 'redacted_thinking':
      return block;
  }
}

/** Tools answer without secrets; what a report is sent back with, and what was searched for, repeats the model's words. */
async function redactReply({ blocks, backing, steps, requests }: Reply, redact: Redact): Promise<Reply> {
  const told = async (block: UserBlock): Promise<UserBlock> =>
    block.type === 'text'
      ? { ...block, text: await redact(block.text) }
      : { ...block, content: await redact(block.content) };
  return {
    blocks: await Promise.all(blocks.map(told)),
    backing: await Promise.all(backing.map(async (one) => ({ ...one, text: await redact(one.text) }))),
    steps: await Promise.all(
      steps.map(async (step) => ({
        ...step,
        query: await redact(step.query),
        error: step.error === null ? null : await redact(step.error),
      })),
    ),
    requests,
  };
}

async function redactValue(value: unknown, redact: Redact): Promise<unknown> {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return Promise.all(value.map((item: unknown) => redactValue(item, redact)));
  if (typeof value !== 'object' || value === null) return value;
  const fields: [string, unknown][] = [];
  for (const [key, field] of Object.entries(value)) fields.push([await redact(key), await redactValue(field, redact)]);
  return Object.fromEntries(fields);
}
