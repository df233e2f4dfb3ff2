import { z } from 'zod';
import { GitHubError } from '../model/errors.ts';
import type { GitHub } from './client.ts';
import { ask } from './failure.ts';

/** What is at a path of the repository. */
export type Source =
  | { readonly kind: 'file'; readonly text: string; readonly url: string; readonly ref: string }
  /** Names, folders with a slash at the end. */
  | { readonly kind: 'folder'; readonly names: readonly string[]; readonly ref: string }
  /** Neither the path nor, it may be, the ref. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly because: string };

const Entry = z.looseObject({ name: z.string(), type: z.string() });
const File = z.looseObject({
  type: z.string(),
  size: z.int(),
  encoding: z.string().nullish(),
  content: z.string().nullish(),
  html_url: z.string().nullish(),
  url: z.string(),
});
const Answer = z.union([z.array(Entry), File]);

/**
 * A file as it stands at a ref, or at the default branch for `null`. The path is taken as it is: who calls this has
 * checked that it stays inside the repository. Throws GitHubError.
 * https://docs.github.com/en/rest/repos/contents#get-repository-content
 */
export async function readSource(github: GitHub, path: string, ref: string | null): Promise<Source> {
  const { owner, name: repo } = github;
  let answer: z.infer<typeof Answer>;
  try {
    answer = await ask(`read ${path}`, Answer, () =>
      github.octokit.rest.repos.getContent({ owner, repo, path, ...(ref !== null && { ref }) }),
    );
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return { kind: 'none' };
    throw error;
  }
  if (Array.isArray(answer)) {
    const names = answer.map(({ name, type }) => (type === 'dir' ? `${name}/` : name));
    return { kind: 'folder', names, ref: ref ?? 'the default branch' };
  }
  if (answer.type !== 'file') return { kind: 'unreadable', because: `it is a ${answer.type}, not a file` };
  // Above 1 MB GitHub sends no content.
  if (answer.encoding !== 'base64') {
    return { kind: 'unreadable', because: `GitHub does not send files of its size (${answer.size} bytes)` };
  }
  const text = Buffer.from(answer.content ?? '', 'base64').toString('utf8');
  if (text.includes('\0')) return { kind: 'unreadable', because: 'it is no text' };
  return { kind: 'file', text, url: answer.html_url ?? '', ref: ref ?? branchIn(answer.url) };
}

/** GitHub names the default branch in the address of what it sent. */
function branchIn(url: string): string {
  const ref = URL.canParse(url) ? new URL(url).searchParams.get('ref') : null;
  return ref === null || ref === '' ? 'the default branch' : ref;
}
