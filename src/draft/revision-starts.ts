import type { Paragraph } from 'mdast';
import type { Completeness } from '../model/completeness.ts';
import { formatMinute, formatNumber } from '../wording/words.ts';
import { paragraph, separated, text } from './markdown.ts';
import { inertCode } from './sanitise.ts';

/** What stands beside the label of a bar in which a revision began. */
export const START_MARK = '▲';

const MOST = 5;

/** A revision whose start the log shows. */
export interface RevisionStart {
  readonly revision: string;
  /** RFC 3339. */
  readonly at: string;
}

/**
 * The revisions that began within a span of time, in the order of their starts: by the entries that tell of deploys,
 * else by the first entry of a revision that followed another one.
 */
export function revisionStarts(
  { revisions, deploys = [] }: Pick<Completeness, 'revisions' | 'deploys'>,
  services: readonly string[],
  span: { readonly since: string; readonly until: string },
): RevisionStart[] {
  const seen = revisions
    .filter(({ startObserved }) => startObserved)
    .map(({ service, revision, firstSeen }) => ({ service, revision, at: firstSeen }));
  const told = deploys.filter(
    (deploy) => !seen.some((one) => isSame(one, deploy) && Date.parse(one.at) <= Date.parse(deploy.at)),
  );
  const untold = seen.filter((one) => !told.some((deploy) => isSame(one, deploy)));
  return [...told, ...untold]
    .filter(({ service, at }) => services.includes(service) && isWithin(at, span))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.revision < b.revision ? -1 : 1))
    .map(({ revision, at }) => ({ revision, at }));
}

/** The line below a chart with marks; nothing where there are none. */
export function startsCaption(starts: readonly RevisionStart[]): Paragraph[] {
  if (starts.length === 0) return [];
  const latest = starts.slice(-MOST);
  const named = latest.map(({ revision, at }) => [inertCode(revision), text(` ${formatMinute(at)}`)]);
  const more = starts.length > MOST ? `; and ${formatNumber(starts.length - MOST)} before` : '';
  return [paragraph(text(`${START_MARK} a revision began: `), ...separated(named, ', '), text(`${more}.`))];
}

function isSame(a: { service: string; revision: string }, b: { service: string; revision: string }): boolean {
  return a.service === b.service && a.revision === b.revision;
}

function isWithin(at: string, { since, until }: { readonly since: string; readonly until: string }): boolean {
  return Date.parse(at) >= Date.parse(since) && Date.parse(at) < Date.parse(until);
}
