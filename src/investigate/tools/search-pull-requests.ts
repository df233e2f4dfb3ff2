import { z } from 'zod';
import { clip } from './clip.ts';
import { detailInput } from './detail.ts';
import { refusedQuery } from './foreign.ts';
import { factsBacking, pullLine } from './issue-facts.ts';
import { searchedHow } from './searched-how.ts';
import { refuse, type Tool } from './tool.ts';
import { untrusted } from './untrusted.ts';

const MOST_SHOWN = 20;
const MOST_DETAILED = 8;
const LONGEST_EXCERPT = 1500;

const Input = z.strictObject({
  query: z.string().min(1).describe('Two to five rare words: names from the code, the error itself. No filters.'),
  by: z.enum(['words', 'phrase']).describe('words: all of them, anywhere; phrase: one after the other.'),
  detail: detailInput('also the beginning of each text; for few hits'),
});

export const searchPullRequestsTool: Tool<z.infer<typeof Input>> = {
  name: 'search_pull_requests',
  description:
    'Pull requests of the repository, open, merged or closed, best match first. Use it to find the fix of a problem or the change that brought it. For changes to a file use list_commits.',
  input: Input,
  reads: 'GitHub',
  async run({ query, by, detail }, { toolbox, redact, offers }, repository) {
    const refused = refusedQuery(query, repository, offers);
    if (refused !== null) return refuse(refused);
    const searched = await toolbox.lookForPullRequests(query, by);
    if (searched === null) return refuse('The query holds no word that can be searched for. Use letters and digits.');
    const { hits, step } = searched;
    const head = searchedHow(step, hits.length, 'pull request');
    if (hits.length === 0) return { text: head, isError: !step.complete, backing: [] };
    const shown = hits.slice(0, detail ? MOST_DETAILED : MOST_SHOWN);
    const rows = shown.map(async (pull) => {
      if (!detail) return pullLine(pull);
      const rest = offers('get_pull_request')
        ? `get_pull_request ${pull.number} shows more.`
        : 'the rest is on GitHub.';
      const body = clip(await redact(pull.body), LONGEST_EXCERPT, rest);
      return `${pullLine(pull)}\n${body.trim() === '' ? '(no body)' : body.trim()}\n`;
    });
    const left = hits.length - shown.length;
    const more = left === 0 ? '' : `\n${left} more fit and are not shown: use rarer words.`;
    return {
      text: `${head}\n${untrusted(`pull requests: titles${detail ? ' and texts' : ''} by anybody`, (await Promise.all(rows)).join('\n'))}${more}`,
      isError: false,
      backing: shown.flatMap((pull) => [
        factsBacking(pull, [pullLine(pull)]),
        ...(detail ? [{ id: `#${pull.number} body`, kind: 'stranger' as const, text: pull.body }] : []),
      ]),
    };
  },
};
