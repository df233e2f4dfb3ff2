import { z } from 'zod';
import { Backing } from './backing.ts';
import { SearchStep } from './report.ts';

/** Tokens of one or more turns. The three kinds of input do not overlap: what was read from the cache is in `cacheRead` only. */
export const TokenCount = z.object({ input: z.int(), cacheWrite: z.int(), cacheRead: z.int(), output: z.int() });
export type TokenCount = z.infer<typeof TokenCount>;

const Text = z.object({ type: z.literal('text'), text: z.string() });
const Thinking = z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });
const RedactedThinking = z.object({ type: z.literal('redacted_thinking'), data: z.string() });
const ToolUse = z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() });
const ToolResult = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.string(),
  is_error: z.boolean(),
});

/** A part of what the model said, in the API's own shape: it goes back there word for word. */
export const AnswerBlock = z.discriminatedUnion('type', [Text, Thinking, RedactedThinking, ToolUse]);
export type AnswerBlock = z.infer<typeof AnswerBlock>;
export type ToolUse = z.infer<typeof ToolUse>;

/** A part of what was said to the model. */
export const UserBlock = z.discriminatedUnion('type', [Text, ToolResult]);
export type UserBlock = z.infer<typeof UserBlock>;
export type ToolResult = z.infer<typeof ToolResult>;

/** What the model said in one turn, and why it stopped. */
export const Answer = z.object({
  content: z.array(AnswerBlock),
  /** `tool_use`, `end_turn`, `max_tokens`, `refusal` … as the API names it. */
  stopReason: z.string(),
  tokens: TokenCount,
});
export type Answer = z.infer<typeof Answer>;

/** What the tools answered in one turn, which is the next thing the model is told. */
export const Reply = z.object({
  blocks: z.array(UserBlock),
  backing: z.array(Backing),
  /** The searches that were made meanwhile. */
  steps: z.array(SearchStep),
  /** To GitHub, for it. */
  requests: z.int(),
});
export type Reply = z.infer<typeof Reply>;

/** One request to the model and what became of it. The request is the opening and all turns before that count. */
export const Turn = z.object({
  number: z.int(),
  /** The most tokens it was allowed to answer with. */
  maxTokens: z.int(),
  answer: Answer,
  /** US dollars; null = the price of the model is not known. */
  usd: z.number().nullable(),
  /** Whether the answer was cut off: it is no part of the conversation, and the same was asked once more. */
  discarded: z.boolean(),
  /** Null = not answered yet, or there was nothing to answer. */
  reply: Reply.nullable(),
  /** The run that paid for it. */
  paidBy: z.string(),
});
export type Turn = z.infer<typeof Turn>;

/** How much a model thinks before it answers. */
export const Effort = z.enum(['low', 'medium', 'high', 'xhigh', 'max']);

/** How a conversation begins; what a change of any of it makes another conversation. */
export const Opening = z.object({
  model: z.string(),
  effort: Effort,
  /** Which prompt, for example `investigator/v1`. */
  prompt: z.string(),
  system: z.string(),
  tools: z.array(
    z.object({ name: z.string(), description: z.string(), inputSchema: z.record(z.string(), z.unknown()) }),
  ),
  /** The first message: the cluster. */
  first: z.string(),
});
export type Opening = z.infer<typeof Opening>;

/** Everything that was said to and by the model about one cluster in one run. */
export const Transcript = z.object({
  run: z.string(),
  fingerprint: z.string(),
  opening: Opening,
  turns: z.array(Turn),
  /** How it ended, in words; null = it did not. */
  end: z.string().nullable(),
});
export type Transcript = z.infer<typeof Transcript>;
