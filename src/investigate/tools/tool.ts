import type { z } from 'zod';
import type { Config } from '../../config/schema.ts';
import type { Backing } from '../../model/backing.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { RevisionSpan } from '../../model/completeness.ts';
import type { Toolbox } from '../toolbox.ts';

/** What the tools of one investigation look at. */
export interface ToolScene {
  readonly toolbox: Toolbox;
  readonly cluster: Cluster;
  readonly config: Config;
  /** All revisions that logged anything, with what is known of their start; verdicts rest on them. */
  readonly revisions: readonly RevisionSpan[];
  /** Hides secrets and personal data. Everything that a tool read goes through it before it is cut or shown. */
  readonly redact: (text: string) => Promise<string>;
  /** Whether whoever asks may call the tool of this name: no other is named to them. */
  readonly offers: (tool: string) => boolean;
}

/** What a model gets to read, and what its claims may then rest on. */
export interface ToolAnswer {
  readonly text: string;
  /** Nothing was found out; the text says what to do instead. */
  readonly isError: boolean;
  readonly backing: readonly Backing[];
}

interface ToolFace<Input> {
  readonly name: string;
  /** When to use it and what it gives. */
  readonly description: string;
  /** An object whose keys are all required; what may be left out is nullable. */
  readonly input: z.ZodType<Input>;
}

/** One that asks GitHub: where GitHub cannot be asked it is refused before it runs. */
interface GitHubTool<Input> extends ToolFace<Input> {
  readonly reads: 'GitHub';
  /** @param repository owner/name of the one that can be read */
  run(input: Input, scene: ToolScene, repository: string): Promise<ToolAnswer>;
}

interface LogTool<Input> extends ToolFace<Input> {
  readonly reads: 'log';
  run(input: Input, scene: ToolScene): Promise<ToolAnswer>;
}

/** One thing an investigator can ask. It reads only, and never throws for what GitHub fails at. */
export type Tool<Input> = GitHubTool<Input> | LogTool<Input>;

/** An answer that found nothing out. */
export function refuse(text: string): ToolAnswer {
  return { text, isError: true, backing: [] };
}
