import type { Answer, Opening, Reply, ToolResult, ToolUse, Turn, UserBlock } from '../../model/transcript.ts';
import type { Toolbox } from '../toolbox.ts';
import type { ToolAnswer } from '../tools/tool.ts';
import type { ToolSet } from '../tools/tool-set.ts';
import { type Message, type Model, ModelError } from './model.ts';
import { spentOn } from './spending.ts';

/** What code makes of a report: taken, or what the model has to mend first. */
export type Judgement<T> = { readonly taken: T } | { readonly mend: string };

export interface ConversationDeps<T> {
  readonly model: Model;
  readonly tools: Pick<ToolSet, 'call' | 'remember'>;
  readonly toolbox: Pick<Toolbox, 'steps'>;
  /** Does what the sub-agent asked of GitHub, and says how many requests that took. */
  readonly askGitHub: <T>(work: () => Promise<T>) => Promise<{ result: T; requests: number }>;
  /** The turns that are stored, oldest first. */
  readonly stored: readonly Turn[];
  /** Why it was given up after these turns, where it was: then it stays so. */
  readonly givenUp: string | null;
  /** Writes a turn down; nothing goes on before that is done. */
  readonly save: (turn: Turn) => Promise<void>;
  /** The report tool, by name, and what code makes of its arguments, with everything that was said so far. */
  readonly report: {
    readonly name: string;
    readonly judge: (args: unknown, turns: readonly Turn[]) => Promise<Judgement<T>>;
  };
  readonly costOf: (answer: Answer) => number | null;
  readonly run: string;
  readonly limits: ConversationLimits;
  /** Why no more may be spent, or null. */
  readonly overBudget: (turns: readonly Turn[]) => string | null;
  readonly redact: (turn: Turn) => Promise<Turn>;
  /** Told of each turn that was paid now. */
  readonly onPaid: (turn: Turn) => void;
  /**
   * Told when the model is asked, while it writes (`written` characters so far), and when it asked for tools. `usd` = what
   * all turns so far cost.
   */
  readonly onTurn: (news: { turn: number; written: number; tools: readonly string[]; usd: number }) => void;
  readonly signal: AbortSignal;
}

interface ConversationLimits {
  readonly turns: number;
  readonly answerTokens: number;
}

export type Outcome<T> =
  | { readonly kind: 'report'; readonly report: T; readonly turns: readonly Turn[] }
  | { readonly kind: 'given up'; readonly because: string; readonly turns: readonly Turn[] };

/** Between two words about an answer that is being written. */
const SOME_CHARACTERS = 200;
const ASK_FOR_REPORT = 'Nobody reads this but code. End the investigation by calling submit_report.';
const GO_ON = 'Go on.';
const LAST_TURN = 'This is the last turn: call submit_report now, with what you know.';
/** An answer that was cut off is asked for once more, with so many times the room. */
const MORE_ROOM = 2;
/** Tool calls that are answered in one turn: each may take several requests of GitHub's hourly limit. */
export const MOST_CALLS = 16;
const TOO_MANY_CALLS = `Not looked at: at most ${MOST_CALLS} calls are answered in one turn. Call again for what matters most.`;

/**
 * Talks with the model until it hands in a report that code takes, or gives up and says why. Everything is read off the
 * stored turns: a conversation that was cut short, by kill -9 too, goes on where it stopped, and no turn that is there
 * is asked for again.
 */
export async function converse<T>(opening: Opening, deps: ConversationDeps<T>): Promise<Outcome<T>> {
  const turns: Turn[] = [...deps.stored];
  for (const turn of turns) rememberCalls(turn, deps.tools);
  const givenUp = (because: string): Outcome<T> => ({ kind: 'given up', because, turns });
  for (let at = 0; ; at += 1) {
    if (turns[at] === undefined) {
      if (deps.givenUp !== null) return givenUp(deps.givenUp);
      if (at >= deps.limits.turns) return givenUp(`no report after ${deps.limits.turns} turns`);
      const spent = deps.overBudget(turns);
      if (spent !== null) return givenUp(spent);
      const asked = await ask(opening, turns, deps);
      if ('because' in asked) return givenUp(asked.because);
      turns.push(asked.turn);
    }
    const turn = turns[at];
    if (turn === undefined) throw new Error('a turn that was just stored is missing');
    if (turn.discarded) {
      if (turns[at - 1]?.discarded === true) return givenUp('its answer was cut off twice for its length');
      continue;
    }
    const stopped = whyStopped(turn.answer);
    if (stopped !== null) return givenUp(stopped);
    const uses = turn.answer.content.filter((block) => block.type === 'tool_use');
    const handedIn = uses.find(({ name }) => name === deps.report.name);
    const judged = handedIn === undefined ? null : await deps.report.judge(handedIn.input, turns.slice(0, at + 1));
    if (judged !== null && 'taken' in judged) return { kind: 'report', report: judged.taken, turns };
    if (turn.reply === null) {
      if (uses.length === 0 && turn.answer.stopReason !== 'pause_turn' && isReminded(turns[at - 1])) {
        return givenUp('it ended without a report, also when it was asked for one');
      }
      const isLast = at + 2 >= deps.limits.turns;
      if (uses.length > 0)
        deps.onTurn({ turn: at + 1, written: 0, tools: uses.map(({ name }) => name), usd: spentOn(turns).usd });
      const reply = await replyTo(turn.answer, judged?.mend ?? '', isLast, deps);
      const replied = await deps.redact({ ...turn, reply });
      await deps.save(replied);
      turns[at] = replied;
    }
  }
}

async function ask<T>(
  opening: Opening,
  turns: readonly Turn[],
  deps: ConversationDeps<T>,
): Promise<{ turn: Turn } | { because: string }> {
  const number = turns.length + 1;
  const cutOff = turns.at(-1)?.discarded === true;
  const maxTokens = deps.limits.answerTokens * (cutOff ? MORE_ROOM : 1);
  const { model, effort, system, tools } = opening;
  const usdSoFar = spentOn(turns).usd;
  let [written, told] = [0, 0];
  const onWritten = (characters: number): void => {
    written += characters;
    if (written - told < SOME_CHARACTERS) return;
    told = written;
    deps.onTurn({ turn: number, written, tools: [], usd: usdSoFar });
  };
  deps.onTurn({ turn: number, written, tools: [], usd: usdSoFar });
  let answer: Answer;
  try {
    const messages = messagesOf(opening, turns);
    answer = await deps.model.ask({ model, effort, system, tools, maxTokens, messages }, deps.signal, onWritten);
  } catch (error) {
    if (error instanceof ModelError) return { because: error.message };
    throw error;
  }
  const discarded = answer.stopReason === 'max_tokens';
  const usd = deps.costOf(answer);
  const turn = await deps.redact({ number, maxTokens, answer, usd, discarded, reply: null, paidBy: deps.run });
  await deps.save(turn);
  deps.onPaid(turn);
  return { turn };
}

/** The conversation so far, as the API takes it: roles in turn, every tool call answered once. */
function messagesOf({ first }: Pick<Opening, 'first'>, turns: readonly Turn[]): Message[] {
  const messages: Message[] = [{ role: 'user', content: [{ type: 'text', text: first }] }];
  for (const { answer, reply, discarded } of turns) {
    if (discarded) continue;
    messages.push({ role: 'assistant', content: answer.content });
    if (reply !== null && reply.blocks.length > 0) messages.push({ role: 'user', content: reply.blocks });
  }
  return messages;
}

/** Answers every tool call of an answer, in its order, and reminds of the report where that is due. */
async function replyTo<T>(answer: Answer, mend: string, isLast: boolean, deps: ConversationDeps<T>): Promise<Reply> {
  const before = deps.toolbox.steps().length;
  const uses = answer.content.filter((block) => block.type === 'tool_use');
  const { result: answered, requests } = await deps.askGitHub(() =>
    Promise.all(
      uses.map((use, index) =>
        index < MOST_CALLS || use.name === deps.report.name ? answerTool(use, mend, deps) : refuseCall(use),
      ),
    ),
  );
  const blocks: UserBlock[] = answered.map(({ result }) => result);
  if (uses.length === 0)
    blocks.push({ type: 'text', text: answer.stopReason === 'pause_turn' ? GO_ON : ASK_FOR_REPORT });
  if (isLast) blocks.push({ type: 'text', text: LAST_TURN });
  return {
    blocks,
    backing: answered.flatMap(({ backing }) => backing),
    steps: deps.toolbox
      .steps()
      .slice(before)
      .map((step) => ({ ...step, by: 'agent' as const })),
    requests,
  };
}

async function answerTool<T>(
  use: ToolUse,
  mend: string,
  { tools, report }: ConversationDeps<T>,
): Promise<{ result: ToolResult; backing: ToolAnswer['backing'] }> {
  const { text, isError, backing } =
    use.name === report.name ? { text: mend, isError: true, backing: [] } : await tools.call(use.name, use.input);
  return { result: { type: 'tool_result', tool_use_id: use.id, content: text, is_error: isError }, backing };
}

/** What the tools answered in a stored turn is not asked again. */
function rememberCalls({ answer, reply, discarded }: Turn, tools: Pick<ToolSet, 'remember'>): void {
  if (discarded) return;
  // Behind those, calls were not answered.
  const uses = answer.content.filter((block) => block.type === 'tool_use').slice(0, MOST_CALLS);
  for (const block of reply?.blocks ?? []) {
    if (block.type !== 'tool_result') continue;
    const use = uses.find(({ id }) => id === block.tool_use_id);
    if (use !== undefined) tools.remember(use.name, use.input, { text: block.content, isError: block.is_error });
  }
}

function refuseCall({ id }: ToolUse): { result: ToolResult; backing: ToolAnswer['backing'] } {
  return {
    result: { type: 'tool_result', tool_use_id: id, content: TOO_MANY_CALLS, is_error: true },
    backing: [],
  };
}

/** Why nothing more is to be had from the model; null = it goes on. */
function whyStopped({ stopReason, content }: Answer): string | null {
  switch (stopReason) {
    case 'refusal':
      return 'it refused';
    case 'model_context_window_exceeded':
      return 'the conversation became longer than it can read';
    case 'pause_turn':
      return null;
    default:
      return content.length === 0 ? 'it answered nothing' : null;
  }
}

function isReminded(turn: Turn | undefined): boolean {
  return turn?.reply?.blocks.some((block) => block.type === 'text' && block.text === ASK_FOR_REPORT) ?? false;
}
