import type { FoundClaim } from './find-claims.ts';
import { type Ground, says } from './grounds.ts';
import type { Judgement } from './judge.ts';
import type { Token } from './token.ts';

/**
 * Looks at the citations of one sentence: a figure before `(E3)`, or after `E3:`, must be what that row says. A citation
 * among several counts for all of them together; a row without a figure backs no figure and may stand beside any.
 */
export function judgeCitations(
  claims: readonly FoundClaim[],
  judged: readonly Judgement[],
  grounds: readonly Ground[],
): Judgement[] {
  return judged.map((judgement, index): Judgement => {
    const claim = claims[index];
    if (claim?.kind !== 'citation' || judgement.because !== null) return judgement;
    const beside = figuresBeside(claims, index);
    const rows = grounds.filter(({ id }) => beside.cited.includes(id));
    if (beside.figures.length === 0 || !rows.some(({ tokens }) => tokens.some(isFigure))) return judgement;
    const said = beside.figures.some((token) => rows.some((row) => says(row, token)));
    if (said) return judgement;
    return { restsOn: [], because: 'what it stands beside is not what this evidence says' };
  });
}

interface Beside {
  readonly cited: readonly string[];
  readonly figures: readonly Token[];
}

/** The figures since the citation before, or where there are none, those up to the citation after. */
function figuresBeside(claims: readonly FoundClaim[], index: number): Beside {
  let from = index;
  while (isCitation(claims[from - 1])) from -= 1;
  let to = index;
  while (isCitation(claims[to + 1])) to += 1;
  const cited = claims.slice(from, to + 1).map(({ text }) => text);
  const before = claims.slice(0, from);
  const since = before.findLastIndex(isCitation);
  const ahead = figuresIn(before.slice(since + 1));
  if (ahead.length > 0) return { cited, figures: ahead };
  const rest = claims.slice(to + 1);
  const next = rest.findIndex(isCitation);
  return { cited, figures: figuresIn(rest.slice(0, next === -1 ? rest.length : next)) };
}

function isCitation(claim: FoundClaim | undefined): boolean {
  return claim?.kind === 'citation';
}

function figuresIn(claims: readonly FoundClaim[]): Token[] {
  return claims.flatMap(({ token }) => (token !== null && isFigure(token) ? [token] : []));
}

function isFigure({ sense }: Token): boolean {
  return sense.is === 'quantity' || sense.is === 'moment';
}
