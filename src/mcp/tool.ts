import type { z } from 'zod';
import type { Redactor } from '../collect/redact.ts';
import type { Store } from '../store/open.ts';
import type { McpDeps } from './deps.ts';
import type { Investigations } from './investigations.ts';

/** What a tool does beyond answering; clients ask their people by it. */
export type Effect =
  /** Reads what this machine holds. */
  | 'reads'
  /** Asks GitHub, and changes nothing. */
  | 'looks'
  /** Changes what this machine holds, in a way that a person can take back. */
  | 'keeps'
  /** Writes to GitHub. */
  | 'posts';

/** What a tool works with, one for each call. */
export interface Scene {
  readonly deps: McpDeps;
  readonly store: Store;
  readonly redactor: Redactor;
  readonly investigations: Investigations;
  /** Name and version of the client, as it calls itself. */
  readonly client: string;
  /** Gone when the client calls it off, or goes away. */
  readonly signal: AbortSignal;
  /** Tells the client how far it is; `of` = how many steps, where that is known. */
  readonly onProgress: (text: string, done?: number, of?: number) => void;
  /** What the person said to a question about exactly this. */
  readonly asked: (about: string) => 'yes' | 'no' | 'not yet' | 'cannot be asked';
  /** Tells clients that there is another list of resources. */
  readonly onChange: () => void;
}

/** `text` for clients that show nothing else: it holds what counts. */
export interface Answer<Data> {
  readonly text: string;
  readonly data: Data;
}

/** A question to the person, with what exactly it is about; the tool is called again with the answer. */
export interface Question {
  readonly ask: string;
  readonly about: string;
}

interface ToolParts<Input extends z.ZodType, Output extends z.ZodType> {
  /** snake_case */
  readonly name: string;
  readonly title: string;
  /** When to use it and what it gives. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  readonly effect: Effect;
  run(input: z.output<Input>, scene: Scene): Promise<Answer<z.input<Output>> | Question>;
}

/** A tool whose arguments are still to be checked. */
export interface McpTool extends Omit<ToolParts<z.ZodType, z.ZodType>, 'run'> {
  call(args: unknown, scene: Scene): Promise<Answer<unknown> | Question>;
}

export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(tool: ToolParts<Input, Output>): McpTool {
  const { run, ...shown } = tool;
  return { ...shown, call: async (args, scene) => run(tool.input.parse(args), scene) };
}
