import { z } from 'zod';
import type { PullDetails } from '../../github/pulls.ts';
import { count, formatMinute } from '../../wording/words.ts';
import { detailInput, restOf } from './detail.ts';
import { HIGHEST } from './input-schema.ts';
import { factsBacking, pullLine, pullStateOf, shortTitle } from './issue-facts.ts';
import { refuse, type Tool } from './tool.ts';
import { quote, untrusted } from './untrusted.ts';

/** Files, and characters of the text. */
const CONCISE = { files: 20, body: 3000 };
const DETAILED = { files: 100, body: 8000 };

const Input = z.strictObject({
  number: z.int().min(1).max(HIGHEST).describe('Of a pull request of the repository, without #.'),
  detail: detailInput('more of its files and text'),
});

export const getPullRequestTool: Tool<z.infer<typeof Input>> = {
  name: 'get_pull_request',
  description:
    'One pull request: when it was merged and as which commit, the files it changes, the issues it closes, its text. Use it to tell whether it is the fix, or what broke it.',
  input: Input,
  reads: 'GitHub',
  async run({ number, detail }, scene, repository) {
    const { toolbox } = scene;
    const looked = await toolbox.getPullRequest(number);
    if ('failed' in looked) return refuse(`#${number} could not be read, so what it does is unknown: ${looked.failed}`);
    const pull = looked.found;
    if (pull === null) {
      return refuse(`There is no pull request #${number} in ${repository}. It may be an issue: get_issue.`);
    }
    const facts = factsOf(pull);
    const titles = [
      pullLine(pull),
      ...pull.closes.map((one) => `closes #${one.number} [${one.state}] ${shortTitle(one.title)}`),
    ];
    const source = `pull request #${number} body by @${pull.author}`;
    const body =
      pull.body.trim() === ''
        ? 'It has no body.'
        : await quote(scene, source, pull.body, (detail ? DETAILED : CONCISE).body, restOf('it', detail));
    return {
      text: [
        facts.join('\n'),
        untrusted(`pull request #${number}, titles`, titles.join('\n')),
        filesOf(pull, detail),
        body,
      ].join('\n'),
      isError: false,
      backing: [
        factsBacking(pull, [...titles, ...facts, ...pull.files.map(({ path }) => path)]),
        { id: `#${number} body`, kind: 'stranger', text: pull.body },
      ],
    };
  },
};

function factsOf(pull: PullDetails): string[] {
  const { number, createdAt, base, mergeCommit, changedFiles, closes } = pull;
  const merge = mergeCommit === null ? '' : ` as commit ${mergeCommit}`;
  const closed =
    closes.length === 0
      ? 'It is linked to no issue.'
      : `It closes ${closes.map((one) => `#${one.number}`).join(', ')}.`;
  return [
    `#${number} is ${pullStateOf(pull)}${merge}, into ${base}. Opened ${formatMinute(createdAt)}. It changes ${count(changedFiles, 'file')}.`,
    closed,
  ];
}

/** File names are their author's words too. */
function filesOf({ number, files, changedFiles }: PullDetails, detail: boolean): string {
  if (files.length === 0) return 'Its files are not known.';
  const shown = files.slice(0, (detail ? DETAILED : CONCISE).files);
  const rows = shown.map(({ path, additions, deletions }) => `${path} +${additions} -${deletions}`);
  const left = changedFiles - shown.length;
  return `${untrusted(`pull request #${number}, files`, rows.join('\n'))}${left > 0 ? `\nand ${count(left, 'more file')}` : ''}`;
}
