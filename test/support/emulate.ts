import { fileURLToPath } from 'node:url';
import type { Octokit } from '@octokit/rest';
import { createEmulator } from 'emulate';
import { connectOctokit } from './connect-octokit.ts';
import { readHistory } from './github/history.ts';

export interface EmulatedGitHub {
  /** Base for Octokit's baseUrl and GITHUB_API_URL, without a slash at the end. */
  url: string;
  token: string;
  /** owner/name */
  repository: string;
  /** Login of the token's owner. */
  login: string;
  stop(): Promise<void>;
}

const DEMO = fileURLToPath(new URL('../../fixtures/demo/history.yaml', import.meta.url));

/**
 * A GitHub that nobody here wrote (`emulate`), with the demo's repository and issues as far as it can hold them. It
 * counts numbers up, so the gaps between the planted numbers are filled with closed issues of no interest. All dates are
 * those of this process's clock. There are no pull requests behind the issues, since it has no GraphQL to tell of them.
 */
export async function startEmulatedGitHub(): Promise<EmulatedGitHub> {
  const history = readHistory(DEMO);
  const { owner, name: repo } = history.repository;
  const people = [...new Set([history.viewer, ...history.users.map((user) => user.login)])];
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: Object.fromEntries([owner, ...people].map((login) => [tokenOf(login), { login, scopes: ['repo'] }])),
      github: {
        users: [owner, ...people].map((login) => ({ login })),
        repos: [{ owner, name: repo, private: history.repository.private }],
      },
    },
  });
  const clients = new Map(
    [owner, ...people].map((login) => [login, connectOctokit({ url: emulator.url, token: tokenOf(login) })]),
  );
  const as = (login: string) => {
    const client = clients.get(login);
    if (client === undefined) throw new Error(`${login} is not among the users of the demo's history`);
    return client;
  };
  for (const username of people) {
    await as(owner).rest.repos.addCollaborator({ owner, repo, username, permission: 'push' });
  }
  let next = 1;
  for (const issue of history.issues.toSorted((a, b) => a.number - b.number)) {
    await fill(as(history.viewer), { owner, repo }, issue.number - next);
    next = issue.number + 1;
    const { title, body, labels, number: issue_number, state } = issue;
    const { data } = await as(issue.author).rest.issues.create({ owner, repo, title, body, labels });
    if (data.number !== issue_number)
      throw new Error(`emulate gave #${data.number} to what should be #${issue_number}`);
    for (const { author, body } of issue.comments) {
      await as(author).rest.issues.createComment({ owner, repo, issue_number, body });
    }
    if (state === 'closed') await as(issue.author).rest.issues.update({ owner, repo, issue_number, state });
  }
  await fill(as(history.viewer), { owner, repo }, history.nextNumber - next);
  return {
    // It listens on IPv4 only, and the name may mean IPv6 first.
    url: emulator.url.replace('localhost', '127.0.0.1'),
    token: tokenOf(history.viewer),
    repository: `${owner}/${repo}`,
    login: history.viewer,
    stop: () => emulator.close(),
  };
}

/** Takes the next numbers, all at once: which of them gets which does not matter. */
async function fill(octokit: Octokit, here: { owner: string; repo: string }, count: number): Promise<void> {
  const one = async () => {
    const { data } = await octokit.rest.issues.create({ ...here, title: 'Nothing to see here' });
    await octokit.rest.issues.update({ ...here, issue_number: data.number, state: 'closed' });
  };
  await Promise.all(Array.from({ length: count }, one));
}

function tokenOf(login: string): string {
  return `token-of-${login}`;
}
