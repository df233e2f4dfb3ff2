import { z } from 'zod';
import { rankIssues } from '../candidates.ts';
import { profileOf } from '../profile.ts';
import { clip } from './clip.ts';
import { detailInput } from './detail.ts';
import { refusedQuery } from './foreign.ts';
import { factsBacking, issueLine } from './issue-facts.ts';
import { searchedHow } from './searched-how.ts';
import { refuse, type Tool } from './tool.ts';
import { untrusted } from './untrusted.ts';

const MOST_SHOWN = 20;
const MOST_DETAILED = 8;
const LONGEST_EXCERPT = 1500;

const Input = z.strictObject({
  query: z.string().min(1).describe('Two to five rare words: names from the code, the error itself. No filters.'),
  by: z
    .enum(['words', 'phrase', 'meaning'])
    .describe('words: all of them, anywhere; phrase: one after the other; meaning: other words for the same.'),
  detail: detailInput('also the beginning of each body; for few hits'),
});

export const searchIssuesTool: Tool<z.infer<typeof Input>> = {
  name: 'search_issues',
  description:
    'Issues of the repository, open and closed, nearest to this cluster first. Begin with the exact error as a phrase, then the rarest names, then meaning. Empty and failed are different answers: the first line says which search answered and whether it was complete. A query that fits hundreds tells nothing; use rarer words.',
  input: Input,
  reads: 'GitHub',
  async run({ query, by, detail }, { toolbox, cluster, redact, offers }, repository) {
    const refused = refusedQuery(query, repository, offers);
    if (refused !== null) return refuse(refused);
    const searched = await toolbox.lookForIssues(query, by);
    if (searched === null) return refuse('The query holds no word that can be searched for. Use letters and digits.');
    const { hits, step } = searched;
    const head = searchedHow(step, hits.length, 'issue');
    if (hits.length === 0) return { text: head, isError: !step.complete, backing: [] };
    const ranked = rankIssues(profileOf(cluster), hits);
    const shown = ranked.slice(0, detail ? MOST_DETAILED : MOST_SHOWN);
    const rows = shown.map(async ({ issue, reasons, objections }) => {
      const why = [...reasons, ...objections.map((objection) => `but ${objection}`)].join(', ');
      const line = `${issueLine(issue)}${why === '' ? '' : ` · they ${why}`}`;
      if (!detail) return line;
      const body = clip(await redact(issue.body), LONGEST_EXCERPT, `get_issue ${issue.number} shows it whole.`);
      return `${line}\n${body.trim() === '' ? '(no body)' : body.trim()}\n`;
    });
    const left = ranked.length - shown.length;
    const more = left === 0 ? '' : `\n${left} more fit and are not shown, being less near: use rarer words.`;
    return {
      text: `${head}\n${untrusted('issues: titles, labels and bodies by anybody', (await Promise.all(rows)).join('\n'))}${more}`,
      isError: false,
      backing: shown.flatMap(({ issue }) => [
        factsBacking(issue, [issueLine(issue)]),
        ...(detail ? [{ id: `#${issue.number} body`, kind: 'stranger' as const, text: issue.body }] : []),
      ]),
    };
  },
};
