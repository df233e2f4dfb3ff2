import { z } from 'zod';
import { repositoryFile } from '../../config/repository-file.ts';
import type { Source } from '../../github/source.ts';
import type { Looked } from '../looks.ts';
import { clip } from './clip.ts';
import { deployedCommit } from './deployed-commit.ts';
import { refuse, type Tool, type ToolAnswer, type ToolScene } from './tool.ts';
import { untrusted } from './untrusted.ts';

const MOST_AROUND = 100;
const LONGEST_LINE = 500;

const Input = z.strictObject({
  file: z.string().min(1).describe('As a stack trace or the repository names it.'),
  line: z.int().min(1).describe('The line in question; 1 for the beginning.'),
  around: z.int().min(0).max(MOST_AROUND).describe('Lines before and after it; 20 shows most functions.'),
});

export const getSourceTool: Tool<z.infer<typeof Input>> = {
  name: 'get_source',
  description:
    "The lines around a place in a file of the repository, at the commit that is deployed where that is known, else at the default branch; the answer says which. Use it for the frames of the application's own code, to say what to change.",
  input: Input,
  reads: 'GitHub',
  async run({ file: given, line, around }, scene) {
    const { config } = scene;
    const file = repositoryFile(given, config.sourceRoots);
    if ('refused' in file) return refuse(file.refused);
    const { looked, note } = await readDeployed(file.path, scene);
    if ('failed' in looked) {
      return refuse(
        `The file could not be read, so what it says is unknown: ${looked.failed} (The token needs Contents read.)`,
      );
    }
    const source = looked.found;
    switch (source.kind) {
      case 'none':
        return refuse(`There is no ${file.path} at ${note}. Try the folder above it: get_source lists folders.`);
      case 'unreadable':
        return refuse(`${file.path} cannot be shown: ${source.because}.`);
      case 'folder':
        return {
          text: `${file.path} is a folder at ${note}. It holds:\n${untrusted(`names in ${file.path}`, source.names.join('\n'))}`,
          isError: false,
          backing: [
            { id: file.path, kind: 'tracker', text: source.names.map((name) => `${file.path}/${name}`).join('\n') },
          ],
        };
      case 'file':
        return excerpt(source, { path: file.path, line, around, note }, scene);
    }
  },
};

/** At the deployed commit, else the default branch; and which of the two, in words. */
async function readDeployed(
  path: string,
  { toolbox, cluster }: ToolScene,
): Promise<{ looked: Looked<Source>; note: string }> {
  const deployed = deployedCommit(cluster);
  if (deployed !== null) {
    const looked = await toolbox.getSource(path, deployed.sha);
    if ('found' in looked && looked.found.kind !== 'none') {
      return { looked, note: `commit ${deployed.sha.slice(0, 10)}, which is deployed by ${deployed.from}` };
    }
  }
  const looked = await toolbox.getSource(path, null);
  const ref = 'found' in looked && looked.found.kind === 'file' ? looked.found.ref : 'the default branch';
  const why =
    deployed === null
      ? 'which commit is deployed is not known, so lines may have moved'
      : `commit ${deployed.sha.slice(0, 10)}, deployed by ${deployed.from}, has no such file or is not there, so lines may have moved`;
  return { looked, note: `${ref} (${why})` };
}

async function excerpt(
  { text, url }: Source & { kind: 'file' },
  { path, line, around, note }: { path: string; line: number; around: number; note: string },
  { redact }: ToolScene,
): Promise<ToolAnswer> {
  // Hidden in the whole file, not line by line: a private key has many.
  const lines = (await redact(text)).replace(/\n$/, '').split('\n');
  const middle = Math.min(line, lines.length);
  const first = Math.max(1, middle - around);
  const shown = lines.slice(first - 1, middle + around).map((code) => clip(code, LONGEST_LINE, 'The line goes on.'));
  const last = first + shown.length - 1;
  const width = String(last).length;
  const rows = shown.map((code, index) => {
    const number = first + index;
    return `${number === line ? '>' : ' '}${String(number).padStart(width)}| ${code}`;
  });
  const missing =
    line > lines.length
      ? ` It has ${lines.length} lines, so line ${line} is not there: another version was running.`
      : '';
  return {
    text: `${path}, lines ${first} to ${last} of ${lines.length}, at ${note}.${missing}\n${untrusted(`source of ${path}`, rows.join('\n'))}`,
    isError: false,
    backing: [
      {
        id: `source:${path}`,
        kind: 'tracker',
        text: [path, url, ...shown.map((code, index) => `${path}:${first + index} ${code}`)].join('\n'),
      },
    ],
  };
}
