import { z } from 'zod';
import { adviceToWait, isLimit, SIGN_ON_ADVICE, TOKEN_RIGHTS, wantsSingleSignOn } from '../../github/advice.ts';
import type { GitHubProbe, Reply } from '../../github/probe.ts';
import { GitHubError, UsageError } from '../../model/errors.ts';
import { type Finding, skipped, warning, wrong } from './finding.ts';

/** What the environment says about GitHub. */
export interface GitHubSettings {
  readonly token: string | undefined;
  /** Makes a token of the GitHub App that is set instead; null where none is. Throws GitHubError or UsageError. */
  readonly makeToken: (() => Promise<string>) | null;
  readonly address: string | undefined;
  /** Whether a repository is configured, so that a run needs a token. */
  readonly needed: boolean;
}

/** Who GitHub takes us for; or what is in the way, which one check reports and the others refer to. */
export type Viewer =
  | { readonly kind: 'unknown'; readonly finding: Finding }
  | {
      readonly kind: 'known';
      readonly probe: GitHubProbe;
      /** Null for a token of a GitHub App or of Actions: GitHub does not say over REST. */
      readonly login: string | null;
      /** Of a classic token; null for others, about which GitHub does not tell. */
      readonly scopes: readonly string[] | null;
      /** As GitHub writes it; null when it does not expire, or GitHub does not say. */
      readonly expires: string | null;
    };

const PUBLIC_GITHUB = 'https://api.github.com';
export const TOKEN_ADVICE = `Make one on GitHub (${TOKEN_RIGHTS}), and set GITHUB_TOKEN.`;
const APP_ADVICE = 'Or unset GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, and set GITHUB_TOKEN.';

/** Asks GitHub who the token belongs to, if there is a token that can be sent and an address to send it to. */
export async function askViewer(
  { token: given, makeToken, address = PUBLIC_GITHUB, needed }: GitHubSettings,
  createProbe: (address: string, token: string) => GitHubProbe,
): Promise<Viewer> {
  const unknown = (finding: Finding): Viewer => ({ kind: 'unknown', finding });
  const mistake = mistakeIn(address);
  if (mistake !== null)
    return unknown(wrong(`GITHUB_API_URL ${mistake}`, 'Set it to the API, or unset it for github.com.'));
  let token = given;
  if (makeToken !== null) {
    try {
      token = await makeToken();
    } catch (error) {
      if (error instanceof GitHubError || error instanceof UsageError) return unknown(wrong(error.message, APP_ADVICE));
      throw error;
    }
  }
  if (token === undefined) {
    const says = 'there is none: GITHUB_TOKEN is not set';
    return unknown(needed ? wrong(says, TOKEN_ADVICE) : warning(says, TOKEN_ADVICE));
  }
  // Sent as it is, it would be refused on the way, by an error that quotes it.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    return unknown(
      wrong('GITHUB_TOKEN holds a space, a line break or the like', 'Set it again, without what came along.'),
    );
  }
  const probe = createProbe(address, token);
  const reply = await probe.ask('/user');
  if (reply.kind === 'none') return unknown(noAnswer(probe.origin, reply.reason));
  const finding = obstacleIn(reply, probe.origin);
  if (finding !== null) return unknown(finding);
  const user = z.looseObject({ login: z.string() }).safeParse(reply.body);
  // Tokens of Apps and of Actions are refused here with 403, and are none the worse for it.
  if (!user.success && reply.status !== 403) return unknown(notGitHub(probe.origin, reply.status));
  return {
    kind: 'known',
    probe,
    login: user.success ? user.data.login : null,
    scopes: scopesIn(reply.headers),
    expires: reply.headers.get('github-authentication-token-expiration'),
  };
}

/** For a check that needs the viewer: refers to the check that reports what is in the way. */
export function needsToken(): Finding {
  return skipped('needs a token that GitHub accepts, see there');
}

/** What GitHub, or what stands in its place, said in the way of an answer; null when it answered. */
export function obstacleIn(reply: Reply, origin: string): Finding | null {
  if (reply.kind === 'none') return noAnswer(origin, reply.reason);
  const { status, headers } = reply;
  const said = z.looseObject({ message: z.string() }).safeParse(reply.body);
  const words = said.success ? ` (${said.data.message.slice(0, 100)})` : '';
  if (status === 401) {
    return wrong(`GitHub does not accept it: expired, revoked or mistyped${words}`, TOKEN_ADVICE);
  }
  const refused = {
    status,
    message: said.success ? said.data.message : '',
    header: (name: string) => headers.get(name),
  };
  if (wantsSingleSignOn(refused)) {
    return wrong('the organisation wants it authorised for single sign-on', SIGN_ON_ADVICE);
  }
  if (isLimit(refused)) return wrong(`GitHub takes no more requests for now${words}`, adviceToWait(refused));
  if (status >= 500) return wrong(`GitHub answered ${status}${words}`, 'See githubstatus.com, and try again later.');
  return reply.body === null || typeof reply.body !== 'object' ? notGitHub(origin, status) : null;
}

function noAnswer(origin: string, reason: string): Finding {
  return wrong(`no answer from ${origin}: ${reason}`, 'Check the network, a proxy in between, and GITHUB_API_URL.');
}

function notGitHub(origin: string, status: number): Finding {
  return wrong(
    `what ${origin} answers (${status}) is not GitHub's API`,
    'Check GITHUB_API_URL (GitHub Enterprise: https://HOST/api/v3), and a proxy in between.',
  );
}

function mistakeIn(address: string): string | null {
  if (!/^https?:\/\/[^/]/.test(address) || !URL.canParse(address)) return 'is no address: it begins with https://';
  const { username, password } = new URL(address);
  return username === '' && password === '' ? null : 'must not hold a user name or a password';
}

function scopesIn(headers: Headers): string[] | null {
  const given = headers.get('x-oauth-scopes');
  if (given === null) return null;
  return given
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
}
