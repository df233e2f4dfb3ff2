import { z } from 'zod';
import { repositoryFile } from '../../config/repository-file.ts';
import { type Commit, periodOf } from '../../github/commits.ts';
import { count, formatMinute } from '../../wording/words.ts';
import { detailInput } from './detail.ts';
import { shortTitle } from './issue-facts.ts';
import { refuse, type Tool } from './tool.ts';
import { untrusted } from './untrusted.ts';

const DAY_MS = 86_400_000;
const DAYS_BEFORE = 14;

const time = z.iso.datetime({ offset: true }).nullable();
const Input = z.strictObject({
  path: z.string().min(1).describe('A file or folder, as a stack trace or the repository names it.'),
  since: time.describe(`Null: ${DAYS_BEFORE} days before the first entry of this cluster.`),
  until: time.describe('Null: up to the last entry of this cluster.'),
  detail: detailInput('also the whole SHA and the title of the pull request'),
});

export const listCommitsTool: Tool<z.infer<typeof Input>> = {
  name: 'list_commits',
  description:
    'Commits of the default branch that changed a file or folder in a period, newest first, with the pull request that brought each. Use it to find what changed before an error began. A commit near its beginning is a suspect, not proven.',
  input: Input,
  reads: 'GitHub',
  async run({ path: given, since, until, detail }, { toolbox, cluster, config }) {
    const file = repositoryFile(given, config.sourceRoots);
    if ('refused' in file) return refuse(file.refused);
    const { firstSeen, lastSeen } = cluster.facts;
    const from = since === null ? Date.parse(firstSeen) - DAYS_BEFORE * DAY_MS : Date.parse(since);
    const to = Date.parse(until ?? lastSeen);
    if (from > to) return refuse('since is after until. Turn them round.');
    const period = periodOf(from, to);
    const looked = await toolbox.listCommits([{ path: file.path, ...period }]);
    if ('failed' in looked) {
      return refuse(
        `The commits could not be read, so what changed is unknown: ${looked.failed} (The token needs Contents read.)`,
      );
    }
    const [{ commits, more } = { commits: [], more: false }] = looked.found;
    const span = `from ${formatMinute(period.since)} to ${formatMinute(period.until)}`;
    if (commits.length === 0) {
      const text = `No commit of the default branch changed ${file.path} ${span}. Check the path if that surprises you: one that was never there looks the same.`;
      return { text, isError: false, backing: [] };
    }
    const rows = commits.map((commit) => rowOf(commit, detail)).join('\n');
    const rest = more ? '\nThere are older ones: ask for an earlier period.' : '';
    return {
      text: `${count(commits.length, 'commit')} changed ${file.path} ${span}:\n${untrusted(`commits of ${file.path}: messages by their authors`, rows)}${rest}`,
      isError: false,
      backing: commits.map((commit) => ({
        id: `commit:${commit.sha.slice(0, 10)}`,
        kind: 'tracker',
        text: `${commit.sha} ${commit.at} ${commit.url} ${rowOf(commit, detail)} ${file.path}`,
      })),
    };
  },
};

function rowOf({ sha, at, headline, author, pull }: Commit, detail: boolean): string {
  const by =
    pull === null
      ? 'without a pull request'
      : `pull request #${pull.number}, merged ${formatMinute(pull.mergedAt)}${detail ? `: ${shortTitle(pull.title)}` : ''}`;
  return `${detail ? sha : sha.slice(0, 10)} ${formatMinute(at)} ${shortTitle(headline)} · by ${author} · ${by}`;
}
