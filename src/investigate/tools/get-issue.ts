import { z } from 'zod';
import { verdictOf } from '../../github/verdict.ts';
import type { Backing } from '../../model/backing.ts';
import type { Issue, IssueComment } from '../../model/issue.ts';
import { count, formatMinute } from '../../wording/words.ts';
import { detailInput, restOf } from './detail.ts';
import { HIGHEST } from './input-schema.ts';
import { factsBacking, historyLines, issueLine, stateOf, verdictLine } from './issue-facts.ts';
import { refuse, type Tool, type ToolScene } from './tool.ts';
import { quote, untrusted } from './untrusted.ts';

const COMMENTS_PER_PAGE = 6;
/** Characters of the body on a page, and of a comment. */
const CONCISE = { body: 6000, comment: 1000 };
const DETAILED = { body: 10_000, comment: 2000 };

const Input = z.strictObject({
  number: z.int().min(1).max(HIGHEST).describe('Of an issue of the repository, without #.'),
  page: z
    .int()
    .min(1)
    .max(1000)
    .describe('1: facts, body and newest comments; then older comments and the rest of a long body.'),
  detail: detailInput('more of the body on a page, and longer comments'),
});

export const getIssueTool: Tool<z.infer<typeof Input>> = {
  name: 'get_issue',
  description:
    'One issue: state, how it was closed and fixed, what the code would make of it, body and comments, newest first. Read every issue that may be the same problem before you decide for or against it: titles mislead.',
  input: Input,
  reads: 'GitHub',
  async run({ number, page, detail }, scene, repository) {
    const { toolbox } = scene;
    const issue = await toolbox.getIssue(number);
    if (issue === null) {
      return refuse(
        `There is no issue #${number} in ${repository}. It may be a pull request${scene.offers('get_pull_request') ? ' (get_pull_request)' : ''}, deleted or moved.`,
      );
    }
    if (issue === 'unread') {
      const because = toolbox.steps().findLast(({ query }) => query === `#${number}`)?.error ?? 'GitHub failed';
      return refuse(`#${number} could not be read, so what it says is unknown: ${because}`);
    }
    const facts = await factsOf(issue, scene);
    const body = await partOfBody(issue, page, detail, scene);
    const comments = await partOfComments(issue, page, detail, scene);
    if (page > 1 && body.text === '' && comments.text === '') return refuse(`#${number} has no page ${page}.`);
    const more =
      body.more || comments.more ? `\nMore: get_issue ${number}, page ${page + 1}${detail ? ', detailed' : ''}.` : '';
    const title = page > 1 ? [] : [untrusted(`issue #${number}, title and labels`, issueLine(issue))];
    return {
      text: `${[...title, facts.join('\n'), body.text, comments.text].filter((part) => part !== '').join('\n')}${more}`,
      isError: false,
      backing: [factsBacking(issue, [issueLine(issue), ...facts]), ...body.backing, ...comments.backing],
    };
  },
};

async function factsOf(issue: Issue, { toolbox, cluster, revisions }: ToolScene): Promise<string[]> {
  const head = `#${issue.number} is ${stateOf(issue)}${issue.locked ? ', locked' : ''}.`;
  const history = await toolbox.getHistory(issue);
  if (history === null) return [head];
  const { firstSeen, lastSeen, services, revisions: clusterRevisions } = cluster.facts;
  const names = services.map(({ name }) => name);
  const verdict = verdictOf({ history, revisions, clusterRevisions, firstSeen, lastSeen, services: names });
  return [head, ...historyLines(history), verdictLine(verdict)];
}

interface Part {
  readonly text: string;
  readonly more: boolean;
  readonly backing: readonly Backing[];
}

/** Cut once its secrets are hidden, so that none is cut in two. */
async function partOfBody(
  { number, author, body }: Issue,
  page: number,
  detail: boolean,
  { redact }: ToolScene,
): Promise<Part> {
  const whole = (await redact(body)).trim();
  const perPage = (detail ? DETAILED : CONCISE).body;
  const shown = whole.slice((page - 1) * perPage, page * perPage);
  if (shown === '') return { text: page === 1 ? 'It has no body.' : '', more: false, backing: [] };
  const pages = Math.ceil(whole.length / perPage);
  const part = pages === 1 ? '' : `, part ${page} of ${pages}`;
  return {
    text: untrusted(`issue #${number} body by @${author}${part}`, shown),
    more: page < pages,
    backing: [{ id: `#${number} body`, kind: 'stranger', text: shown }],
  };
}

async function partOfComments({ number }: Issue, page: number, detail: boolean, scene: ToolScene): Promise<Part> {
  const looked = await scene.toolbox.getComments(number);
  if ('failed' in looked) {
    return {
      text: `Its comments could not be read, so what they say is unknown: ${looked.failed}`,
      more: false,
      backing: [],
    };
  }
  const newest = looked.found.toReversed();
  const start = (page - 1) * COMMENTS_PER_PAGE;
  const shown = newest.slice(start, start + COMMENTS_PER_PAGE);
  if (shown.length === 0) return { text: page === 1 ? 'It has no comments.' : '', more: false, backing: [] };
  const blocks = shown.map((comment, index) => {
    const source = `comment ${newest.length - start - index} of ${newest.length} on #${number} by @${comment.author}, ${formatMinute(comment.createdAt)}`;
    return quote(scene, source, comment.body, (detail ? DETAILED : CONCISE).comment, restOf('this comment', detail));
  });
  const head = `${count(newest.length, 'comment')}, newest first:`;
  return {
    text: `${head}\n${(await Promise.all(blocks)).join('\n')}`,
    more: start + shown.length < newest.length,
    backing: shown.flatMap((comment) => commentBacking(number, comment)),
  };
}

function commentBacking(number: number, { id, author, body, createdAt }: IssueComment): Backing[] {
  return [
    { id: `#${number} comment ${id} facts`, kind: 'tracker', text: `by @${author} ${createdAt}` },
    { id: `#${number} comment ${id}`, kind: 'stranger', text: body },
  ];
}
