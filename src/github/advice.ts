import { capitalised, formatDuration, formatMinute } from '../wording/words.ts';

/** What a fine-grained token or a GitHub App may do to the repository; README.md and docs/ say the same. */
export const RIGHTS = 'Issues read and write; Pull requests, Contents, Metadata read';

/** The same of any token. */
export const TOKEN_RIGHTS = `fine-grained: ${RIGHTS}; classic: repo`;

/** One answer by which GitHub refused. */
interface Refused {
  readonly status: number;
  /** In GitHub's words. */
  readonly message: string;
  /** By its name in lower case; null = it has none of this name. */
  readonly header: (name: string) => string | null;
}

/** What GitHub wants before it answers otherwise; null where that is not known. */
export function adviceOn(refused: Refused): string | null {
  if (wantsSingleSignOn(refused)) return SIGN_ON_ADVICE;
  if (isLimit(refused)) return adviceToWait(refused);
  // Other answers with this status name the rights as well, of an archived repository too, where they are no help.
  if (refused.status !== 403 || !/\bResource not accessible\b/i.test(refused.message)) return null;
  const wanted = rightsWanted(refused.header('x-accepted-github-permissions'));
  return wanted === null ? `What a token needs here: ${TOKEN_RIGHTS}.` : `The token needs ${wanted}.`;
}

export const SIGN_ON_ADVICE = 'On GitHub: Settings, Developer settings, the token, Configure SSO.';

/** https://docs.github.com/rest/authentication/authenticating-to-the-rest-api#authenticating-with-a-personal-access-token */
export function wantsSingleSignOn({ status, message, header }: Refused): boolean {
  if (header('x-github-sso')?.startsWith('required')) return true;
  return status === 403 && /\bSAML enforcement\b/i.test(message);
}

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit */
export function isLimit({ status, message, header }: Refused): boolean {
  if (status !== 403) return status === 429;
  const isSaid = /rate limit|abuse detection/i.test(message);
  return isSaid || header('x-ratelimit-remaining') === '0' || header('retry-after') !== null;
}

export function adviceToWait({ header }: Pick<Refused, 'header'>): string {
  return `Try again ${whenOver(header)}. Does anything else use this token?`;
}

/** The reset is that of the hourly limit: it says nothing of another one. */
function whenOver(header: Refused['header']): string {
  const seconds = header('retry-after') ?? '';
  if (/^\d{1,9}$/.test(seconds)) return `in ${formatDuration(Number(seconds))}`;
  const reset = new Date(Number(header('x-ratelimit-reset') ?? Number.NaN) * 1000);
  const isKnown = header('x-ratelimit-remaining') === '0' && !Number.isNaN(reset.getTime());
  return isKnown ? `after ${formatMinute(reset.toISOString())}` : 'in some minutes';
}

const RIGHT = /\b([a-z][a-z_]*)=(read|write|admin)\b/g;

/** `issues=write,metadata=read; contents=read` as people say it: what stands on both sides of a `;` will do. */
function rightsWanted(accepted: string | null): string | null {
  const ways = (accepted ?? '').split(';').flatMap((way) => {
    const rights = [...way.matchAll(RIGHT)].map(([, of = '', may = '']) => {
      // `Pull requests`, as the page says on which tokens are made.
      return `${capitalised(of.replaceAll('_', ' '))}: ${may}`;
    });
    return rights.length === 0 ? [] : [rights.join(' and ')];
  });
  return ways.length === 0 ? null : ways.join(', or ');
}
