import { z } from 'zod';
import { GitHubError } from '../../model/errors.ts';
import { clipAnswer } from './clip.ts';
import { pointsElsewhere } from './foreign.ts';
import { getEntriesTool } from './get-entries.ts';
import { getIssueTool } from './get-issue.ts';
import { getPullRequestTool } from './get-pull-request.ts';
import { getSourceTool } from './get-source.ts';
import { type InputSchema, inputSchemaOf, withNulls } from './input-schema.ts';
import { listCommitsTool } from './list-commits.ts';
import { searchIssuesTool } from './search-issues.ts';
import { searchPullRequestsTool } from './search-pull-requests.ts';
import { refuse, type Tool, type ToolAnswer, type ToolScene } from './tool.ts';

/** The tools of one investigation, as a model is offered them. */
export interface ToolSet {
  readonly tools: readonly {
    readonly name: string;
    readonly description: string;
    /** For `strict: true`. */
    readonly inputSchema: InputSchema;
  }[];
  /**
   * Runs a tool with arguments as they came. Unknown tools and arguments that do not fit are answered with what to do
   * instead, and so is what GitHub fails at: nothing of that throws. The same call again gets a note, no second request.
   */
  call(name: string, args: unknown): Promise<ToolAnswer>;
  /** Takes a call for answered: one of an earlier process, whose answer stands in the conversation that goes on here. */
  remember(name: string, args: unknown, answer: Pick<ToolAnswer, 'text' | 'isError'>): void;
}

interface BoundTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
  /** The arguments, checked and ready to run, or what is wrong with them. */
  read(
    args: unknown,
  ): { readonly input: unknown; readonly run: () => Promise<ToolAnswer> } | { readonly problem: string };
}

const LONGEST_PROBLEM = 500;
const CUT = 'Ask for less at once: a narrower query, another page, fewer lines.';

/** @param given `offered`: the names of those that whoever asks may call; all unless told */
export function createToolSet({
  offered,
  ...given
}: Omit<ToolScene, 'offers'> & { readonly offered?: readonly string[] }): ToolSet {
  const scene: ToolScene = { ...given, offers: (tool) => offered === undefined || offered.includes(tool) };
  const tools = [
    bind(searchIssuesTool, scene),
    bind(getIssueTool, scene),
    bind(searchPullRequestsTool, scene),
    bind(getPullRequestTool, scene),
    bind(getSourceTool, scene),
    bind(listCommitsTool, scene),
    bind(getEntriesTool, scene),
  ];
  const answered = new Map<string, Promise<ToolAnswer>>();

  async function answer(run: () => Promise<ToolAnswer>): Promise<ToolAnswer> {
    const { text, isError, backing } = await run().catch((error: unknown) => {
      if (error instanceof GitHubError) return refuse(error.message);
      throw error;
    });
    const redacted = backing.map(async (one) => ({ ...one, text: await scene.redact(one.text) }));
    return { text: clipAnswer(await scene.redact(text), CUT), isError, backing: await Promise.all(redacted) };
  }

  return {
    tools: tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),

    async call(name, args) {
      const tool = tools.find((one) => one.name === name);
      if (tool === undefined) return refuse(`There is no such tool. Use one of ${namesOf(tools)}.`);
      const read = tool.read(args);
      if ('problem' in read) {
        const only = `Only ${scene.toolbox.repository ?? 'the configured repository'} can be read: give bare numbers and paths inside it. `;
        const where = pointsElsewhere(args) ? only : '';
        return refuse(`The arguments of ${name} do not fit: ${read.problem} ${where}Mend them and call it again.`);
      }
      const key = keyOf(name, read.input);
      const known = answered.get(key);
      if (known !== undefined) return repeat(name, await known);
      const fresh = answer(read.run);
      answered.set(key, fresh);
      return fresh;
    },

    remember(name, args, answer) {
      const read = tools.find((one) => one.name === name)?.read(args);
      if (read === undefined || 'problem' in read) return;
      const key = keyOf(name, read.input);
      // The first answer is the one that says something.
      if (!answered.has(key)) answered.set(key, Promise.resolve({ ...answer, backing: [] }));
    },
  };
}

function keyOf(name: string, input: unknown): string {
  return `${name} ${JSON.stringify(input)}`;
}

function bind<Input>(tool: Tool<Input>, scene: ToolScene): BoundTool {
  const { name, description, input } = tool;
  const inputSchema = inputSchemaOf(input);
  return {
    name,
    description,
    inputSchema,
    read(args) {
      const checked = input.safeParse(withNulls(args, inputSchema));
      if (checked.success) return { input: checked.data, run: () => run(tool, checked.data, scene) };
      const problem = z.prettifyError(checked.error).replaceAll(/\s+/g, ' ').replaceAll('✖ ', '');
      return { problem: `${problem.slice(0, LONGEST_PROBLEM)}.` };
    },
  };
}

async function run<Input>(tool: Tool<Input>, input: Input, scene: ToolScene): Promise<ToolAnswer> {
  if (tool.reads === 'log') return tool.run(input, scene);
  const { repository, outOfReach } = scene.toolbox;
  return repository === null ? refuse(`GitHub cannot be asked: ${outOfReach}.`) : tool.run(input, scene, repository);
}

/** The conversation holds the answer already; to send it again would cost its tokens twice and say nothing new. */
function repeat(name: string, { text, isError }: ToolAnswer): ToolAnswer {
  if (isError) return refuse(`${name} was called with these arguments before and failed the same way: ${text}`);
  const note = `${name} was called with these arguments before: its answer stands in this conversation and still holds. Ask something else, or report.`;
  return { text: note, isError: false, backing: [] };
}

function namesOf(tools: readonly BoundTool[]): string {
  return tools.map(({ name }) => name).join(', ');
}
