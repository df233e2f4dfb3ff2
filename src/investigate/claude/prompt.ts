import { readFile } from 'node:fs/promises';

/** A prompt of this package, by name and version: it stands in worklogs, so that a change of it can be told. */
export const INVESTIGATOR_PROMPT = 'investigator/v1';

/** Between what is the same for all clusters and what is filled in for each. */
const DIVIDER = '<!-- the cluster -->';

export interface Prompt {
  readonly name: string;
  readonly system: string;
  /** With `{{names}}`. */
  readonly template: string;
}

/** Reads `prompts/{name}.md`. */
export async function loadPrompt(name: string): Promise<Prompt> {
  const text = await readFile(new URL(`../../../prompts/${name}.md`, import.meta.url), 'utf8');
  const [system, template, ...rest] = text.split(DIVIDER);
  if (system === undefined || template === undefined || rest.length > 0) {
    throw new Error(`prompts/${name}.md needs the line ${DIVIDER} just once.`);
  }
  return { name, system: system.trim(), template: template.trim() };
}
