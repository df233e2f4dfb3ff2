import { z } from 'zod';

const CacheMark = z.strictObject({ type: z.literal('ephemeral') });
const Text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), cache_control: CacheMark.optional() });
const ToolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.string(),
  is_error: z.boolean(),
  cache_control: CacheMark.optional(),
});
const ToolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
});
const Thinking = z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });

/**
 * A request as the Messages API takes it, as far as we send one; anything else in it is an error.
 * https://platform.claude.com/docs/en/api/messages
 */
export const MessagesRequest = z.strictObject({
  model: z.string().regex(/^claude-/),
  max_tokens: z.int().positive(),
  stream: z.literal(true),
  output_config: z.strictObject({ effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']) }),
  system: z.tuple([z.strictObject({ type: z.literal('text'), text: z.string().min(1), cache_control: CacheMark })]),
  tools: z.array(
    z.strictObject({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().min(1),
      strict: z.literal(true),
      input_schema: z.looseObject({
        type: z.literal('object'),
        additionalProperties: z.literal(false),
        required: z.array(z.string()),
      }),
    }),
  ),
  messages: z.array(
    z.discriminatedUnion('role', [
      z.strictObject({
        role: z.literal('user'),
        content: z.array(z.discriminatedUnion('type', [Text, ToolResult])).min(1),
      }),
      z.strictObject({
        role: z.literal('assistant'),
        content: z.array(z.discriminatedUnion('type', [Text, Thinking, ToolUse])).min(1),
      }),
    ]),
  ),
});
export type MessagesRequest = z.infer<typeof MessagesRequest>;

/** What is wrong with a request, though its shape is right: the rules that span several messages. Empty = nothing. */
export function problemsIn({ messages, tools }: MessagesRequest): string[] {
  const problems: string[] = [];
  const names = new Set(tools.map(({ name }) => name));
  if (names.size < tools.length) problems.push('two tools have one name');
  for (const { name, input_schema } of tools)
    if (!isStrict(input_schema)) problems.push(`${name} is not strict all through`);
  for (const [index, { role, content }] of messages.entries()) {
    if (role !== (index % 2 === 0 ? 'user' : 'assistant')) problems.push(`message ${index} is by the ${role}`);
    if (role === 'assistant') continue;
    const before = messages[index - 1]?.content ?? [];
    const asked = before.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
    const answered = content.flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : []));
    if (asked.toSorted().join() !== answered.toSorted().join()) {
      problems.push(
        `message ${index} answers ${answered.join() || 'nothing'} where ${asked.join() || 'nothing'} was asked`,
      );
    }
    const firstText = content.findIndex(({ type }) => type === 'text');
    const lastResult = content.findLastIndex(({ type }) => type === 'tool_result');
    if (firstText !== -1 && lastResult > firstText) problems.push(`message ${index} has a tool result behind a text`);
    const marks = content.flatMap((block, at) => ('cache_control' in block && block.cache_control ? [at] : []));
    const expected = index === messages.length - 1 ? [content.length - 1] : [];
    if (marks.join() !== expected.join())
      problems.push(`message ${index} has cache marks at ${marks.join() || 'no block'}`);
  }
  if (messages.at(-1)?.role !== 'user') problems.push('the last message is not the user’s');
  return problems;
}

const Schema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

/** Strict tools close every object of their schema, also inner ones, and require all of its keys. */
function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  const inner = Object.values(schema).every(isStrict);
  const object = Schema.safeParse(schema);
  if (!object.success) return inner;
  const { properties, additionalProperties, required } = object.data;
  const names = Array.isArray(required) ? required.map(String) : [];
  return inner && additionalProperties === false && Object.keys(properties).every((name) => names.includes(name));
}
