import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { GitHub } from './client.ts';
import { ask } from './failure.ts';

const Repository = z.looseObject({ default_branch: z.string().min(1) });
const Ref = z.looseObject({ object: z.looseObject({ sha: z.string().min(1) }) });
const File = z.looseObject({
  type: z.literal('file'),
  sha: z.string().min(1),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
});
const Committed = z.looseObject({ commit: z.looseObject({ sha: z.string().optional() }) });

/**
 * Makes sure that the branch is there; a new one begins where the default branch stands. The default branch itself is
 * refused: what a program writes by itself has no place there. Throws GitHubError.
 * https://docs.github.com/en/rest/git/refs
 */
export async function ensureBranch(github: GitHub, branch: string): Promise<void> {
  const { octokit, owner, name: repo } = github;
  const { default_branch } = await ask(`open ${owner}/${repo}`, Repository, () =>
    octokit.rest.repos.get({ owner, repo }),
  );
  if (branch === default_branch) {
    throw new GitHubError(`${branch} is the default branch of ${owner}/${repo}; name another one for worklogs.`, 0);
  }
  const headOf = async (name: string): Promise<string | null> => {
    const doing = `look for the branch ${name}`;
    return unless(
      404,
      ask(doing, Ref, () => octokit.rest.git.getRef({ owner, repo, ref: `heads/${name}` })),
      (ref) => ref.object.sha,
    );
  };
  if ((await headOf(branch)) !== null) return;
  const sha = await headOf(default_branch);
  if (sha === null) throw new GitHubError(`${owner}/${repo} has no commit yet, so no branch can be made there.`, 404);
  const made = ask(`make the branch ${branch}`, Ref, () =>
    octokit.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha }),
  );
  try {
    await made;
  } catch (error) {
    // Another run made it a moment ago.
    if ((await headOf(branch)) === null) throw withHint(error);
  }
}

/** Two runs may write the same file at once; each looks again at what the other left. */
const TRIES = 4;

/**
 * Puts a file onto a branch as one commit, or does nothing where it holds that text already. Throws GitHubError.
 * https://docs.github.com/en/rest/repos/contents#create-or-update-file-contents
 *
 * @param make the new text, of the one that is there; null where there is none, or GitHub does not send it (above 1 MB)
 */
export async function putFile(
  github: GitHub,
  { branch, path, message }: { branch: string; path: string; message: string },
  make: (before: string | null) => string,
): Promise<void> {
  const { octokit, owner, name: repo } = github;
  for (let nth = 1; ; nth += 1) {
    const before = await readFile(github, branch, path);
    const text = make(before?.text ?? null);
    if (before?.text === text) return;
    const content = Buffer.from(text, 'utf8').toString('base64');
    const sha = before === null ? {} : { sha: before.sha };
    try {
      await ask(`write ${path} to the branch ${branch}`, Committed, () =>
        octokit.rest.repos.createOrUpdateFileContents({ owner, repo, branch, path, message, content, ...sha }),
      );
      return;
    } catch (error) {
      const changed = error instanceof GitHubError && (error.status === 409 || error.status === 422);
      if (!changed || nth >= TRIES) throw withHint(error);
    }
  }
}

async function readFile(
  { octokit, owner, name: repo }: GitHub,
  ref: string,
  path: string,
): Promise<{ sha: string; text: string | null } | null> {
  const asked = ask(`read ${path} of the branch ${ref}`, File, () =>
    octokit.rest.repos.getContent({ owner, repo, path, ref }),
  );
  return unless(404, asked, ({ sha, encoding, content }) => ({
    sha,
    text: encoding === 'base64' ? Buffer.from(content ?? '', 'base64').toString('utf8') : null,
  }));
}

async function unless<T, R>(status: number, answer: Promise<T>, take: (answer: T) => R): Promise<R | null> {
  try {
    return take(await answer);
  } catch (error) {
    if (error instanceof GitHubError && error.status === status) return null;
    throw error;
  }
}

function withHint(error: unknown): unknown {
  if (!(error instanceof GitHubError) || (error.status !== 403 && error.status !== 404)) return error;
  return new GitHubError(`${error.message} Writing files needs the permission Contents: write.`, error.status, {
    cause: error,
  });
}
