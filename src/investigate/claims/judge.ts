import type { Backing } from '../../model/backing.ts';
import type { FoundClaim } from './find-claims.ts';
import { type Ground, quotes, says } from './grounds.ts';
import { isNamed, type NamedSources } from './sources.ts';
import type { Token } from './token.ts';
import { tokensIn } from './tokens.ts';

/** What a claim rests on, or why on nothing. */
export interface Judgement {
  readonly restsOn: readonly string[];
  readonly because: string | null;
}

/** The best first: ours, the team's, GitHub's, then anybody's. */
const KINDS: readonly Backing['kind'][] = ['evidence', 'config', 'tracker', 'stranger'];
const MOST_IDS = 5;
const LONGEST_ID = 60;
const NOWHERE = 'nothing that was looked at says it';

/** What a found claim rests on, by the rules of backing. Its citations are looked at elsewhere. */
export function judge(claim: FoundClaim, grounds: readonly Ground[]): Judgement {
  if (claim.token !== null) return judgeToken(claim.token, claim.named, grounds);
  const { inner, exactly } = claim.quotation;
  if (inner.trim() === '') return unbacked('there is nothing in it');
  const saying = grounds.filter((ground) => quotes(ground, inner, exactly));
  // A figure does not become one of ours because a title repeats it.
  const ofImpact = tokensIn(inner).some(isOfImpact);
  const trusted = saying.filter(({ kind }) => isOurs(kind) || (kind === 'tracker' && !ofImpact));
  if (trusted.length > 0) return restsOn(trusted);
  return judgeStrangers(saying, claim.named, 'nobody whose words were read says this word for word');
}

function judgeToken(token: Token, named: NamedSources | null, grounds: readonly Ground[]): Judgement {
  const saying = grounds.filter((ground) => says(ground, token) || (named !== null && holdsAsName(ground, token)));
  const ofImpact = isOfImpact(token);
  const trusted = saying.filter(({ kind }) => isOurs(kind) || (kind === 'tracker' && !ofImpact));
  if (trusted.length > 0) return restsOn(trusted);
  if (saying.length === 0) return unbacked(whyNowhere(token, grounds));
  if (ofImpact && named === null)
    return unbacked(`${figureName(token)} only from evidence or config; ${idsOf(saying)} is neither`);
  return judgeStrangers(saying, named, NOWHERE);
}

/** In code type anything may be a name: `4` of "No module named '4'". */
function holdsAsName(ground: Ground, { text }: Token): boolean {
  return (ground.namesOnly || ground.kind === 'stranger') && quotes(ground, text, true);
}

/** Only strangers say it, or a title that anybody may have written. */
function judgeStrangers(saying: readonly Ground[], named: NamedSources | null, nowhere: string): Judgement {
  if (saying.length === 0) return unbacked(nowhere);
  const quoted = named === null ? [] : saying.filter(({ id }) => isNamed(id, named));
  if (quoted.length > 0) return restsOn(quoted);
  const names = named !== null && (named.log || named.anyNumber || named.numbers.size > 0);
  if (names) return unbacked(`its sentence names another source than ${idsOf(saying)}, where it stands`);
  return unbacked(
    `it stands only in ${idsOf(saying)}, words that anybody may have written: quote it and name the source`,
  );
}

/** Money, and how many people, requests or how much revenue: what business impact is made of. */
function isOfImpact({ kind, counted }: Token): boolean {
  return kind === 'money' || counted === 'people' || counted === 'requests' || counted === 'revenue';
}

function isOurs(kind: Backing['kind']): boolean {
  return kind === 'evidence' || kind === 'config';
}

function whyNowhere(token: Token, grounds: readonly Ground[]): string {
  if (token.kind === 'money') return 'money counts only as configured, and the configuration does not say it';
  if (token.kind === 'citation') return 'there is no evidence of this id';
  if (token.counted === null) return NOWHERE;
  const others = grounds.filter((ground) => isOurs(ground.kind) && says(ground, { ...token, counted: null }));
  const what = token.counted;
  return others.length === 0
    ? `no evidence and no configuration says so of ${what}`
    : `${idsOf(others)} says the number, but not of ${what}`;
}

function figureName({ kind, counted }: Token): string {
  return kind === 'money' || counted === null ? 'money counts' : `how many ${counted} counts`;
}

function restsOn(grounds: readonly Ground[]): Judgement {
  return { restsOn: bestIds(grounds, MOST_IDS), because: null };
}

function unbacked(because: string): Judgement {
  return { restsOn: [], because };
}

function bestIds(grounds: readonly Ground[], most: number): string[] {
  const sorted = grounds.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return [...new Set(sorted.map(({ id }) => id))].slice(0, most);
}

/** For our own words: an id may hold a path or an insertId that a stranger chose. */
function idsOf(grounds: readonly Ground[]): string {
  return bestIds(grounds, 2).map(plainId).join(' and ');
}

function plainId(id: string): string {
  return id.replaceAll(/[^\w#:./@ -]/g, '').slice(0, LONGEST_ID);
}
