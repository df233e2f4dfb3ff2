import { nodeId, repositoryName, repositoryUrl, type Scene, shaOf } from './answers.ts';
import { mergeCommit } from './repository-answers.ts';
import type { Pull, Tracker } from './tracker.ts';

/** Pull requests by which a commit came: merged with it, or planted with it. */
export function pullsOf(tracker: Tracker, sha: string): Pull[] {
  const planted = new Set(tracker.commits.filter((commit) => commit.sha === sha).map(({ pull }) => pull));
  return tracker.pulls.filter(
    (pull) => planted.has(pull.number) || (pull.merged_at !== null && mergeCommit(pull.number) === sha),
  );
}

/** Planted commits that touched a file or folder in a period of milliseconds, newest first. */
export function commitsOf(
  tracker: Tracker,
  { path, since, until }: { path: string | null; since: number; until: number },
): Tracker['commits'] {
  return tracker.commits
    .filter((commit) => path === null || commit.path === path || commit.path.startsWith(`${path}/`))
    .filter(({ at }) => Date.parse(at) >= since && Date.parse(at) <= until)
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** First line of its message, as far as it was planted. */
export function headlineOf({ path, message }: Tracker['commits'][number]): string {
  return (message ?? `Change ${path}`).split('\n', 1)[0] ?? '';
}

/** A commit as lists show it, as far as it was planted. */
export function commitAnswer(scene: Scene, commit: Tracker['commits'][number]) {
  const { sha, path, message, at } = commit;
  const url = `${repositoryUrl(scene)}/commits/${sha}`;
  const html_url = `https://github.com/${repositoryName(scene.tracker)}/commit/${sha}`;
  const who = { name: 'A developer', email: 'dev@users.noreply.github.com', date: at };
  const tree = { sha: shaOf(`tree of ${sha}`), url: `${repositoryUrl(scene)}/git/trees/${shaOf(`tree of ${sha}`)}` };
  const verification = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  return {
    sha,
    node_id: nodeId('Commit', sha),
    url,
    html_url,
    comments_url: `${url}/comments`,
    author: null,
    committer: null,
    commit: {
      url: `${repositoryUrl(scene)}/git/commits/${sha}`,
      author: who,
      committer: who,
      message: message ?? `Change ${path}`,
      tree,
      comment_count: 0,
      verification,
    },
    parents: [],
  };
}
