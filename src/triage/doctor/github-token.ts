import { formatDuration, formatMinute } from '../../wording/words.ts';
import { type Check, type Finding, ok, warning } from './finding.ts';
import { TOKEN_ADVICE, type Viewer } from './github-viewer.ts';

const SOON_SECONDS = 7 * 24 * 3600;

/** Does GitHub take the token, and for whose? */
export function githubTokenCheck(viewer: () => Promise<Viewer>, now: () => number): Check {
  return { name: 'github.token', title: 'GitHub token', examine: async () => judge(await viewer(), now()) };
}

/** @param now milliseconds since 1970 */
function judge(viewer: Viewer, now: number): Finding {
  if (viewer.kind === 'unknown') return viewer.finding;
  const { login, scopes, expires } = viewer;
  const kind = scopes === null ? '' : `, classic, ${scopes.length === 0 ? 'no scopes' : `scopes ${scopes.join(', ')}`}`;
  const who = login === null ? "an App's or a workflow's" : `of ${login}`;
  if (expires === null) return ok(`${who}${kind}`);
  // GitHub writes `2023-02-10 12:00:00 UTC`.
  const left = (Date.parse(expires) - now) / 1000;
  if (left < SOON_SECONDS) {
    return warning(`${who}${kind}; expires in ${formatDuration(Math.max(0, left))}`, TOKEN_ADVICE);
  }
  return ok(`${who}${kind}, until ${formatMinute(expires)}`);
}
