import type { Backing } from '../../model/backing.ts';
import type { Claim } from '../../model/claim.ts';
import { judgeCitations } from './citations.ts';
import { claimsIn, type FoundClaim } from './find-claims.ts';
import { readGrounds } from './grounds.ts';
import { type Judgement, judge } from './judge.ts';
import { judgeMoney } from './money.ts';
import { type Sentence, segmentsOf } from './sentences.ts';

export interface CheckedProse {
  /** Everything that was checked, field by field, in the order of the text. */
  readonly claims: readonly Claim[];
  /** Those of them that nothing backs. */
  readonly unbacked: readonly Claim[];
}

/** More than this no report needs; what comes after is not looked up and counts as unbacked. */
const MOST_CLAIMS = 1_000;

/**
 * Holds every claim of a prose, told by its fields, against what backs it (DESIGN.md section 7). Equal means equal in sense: units,
 * rounding as printed, zones, separators. Money and impact figures count only from evidence or config; what occurs only in
 * a stranger's text stands only in a quotation whose sentence names its source. Pure; linear in the prose.
 */
export function checkProse(prose: Readonly<Record<string, string>>, backing: readonly Backing[]): CheckedProse {
  const grounds = readGrounds(backing);
  const judgeOnce = rememberingJudge((claim) => judge(claim, grounds));
  let left = MOST_CLAIMS;
  const claims = Object.entries(prose).flatMap(([field, text]) => {
    let before: Sentence | null = null;
    return segmentsOf(text).flatMap((segment) =>
      segment.sentences.flatMap((sentence): Claim[] => {
        const found = claimsIn(field, text, segment, sentence, before);
        before = sentence;
        const looked = found.slice(0, Math.max(left, 0));
        left -= found.length;
        const alone = judgeMoney(looked, looked.map(judgeOnce), text.slice(sentence.start, sentence.end));
        const judged = judgeCitations(looked, alone, grounds);
        const told = looked.map(({ kind, text: shown, at }, index): Claim => {
          const { restsOn = [], because = null } = judged[index] ?? {};
          return { field, text: shown, kind, offset: at, restsOn: [...restsOn], because, cut: false };
        });
        return [...told, ...found.slice(looked.length).map((claim) => unread(field, claim))];
      }),
    );
  });
  return { claims, unbacked: claims.filter(({ because }) => because !== null) };
}

/** What is said again outside of quotations rests on the same. */
function rememberingJudge(decide: (claim: FoundClaim) => Judgement): (claim: FoundClaim) => Judgement {
  const known = new Map<string, Judgement>();
  return (claim) => {
    if (claim.named !== null) return decide(claim);
    const key = JSON.stringify([claim.kind, claim.token?.sense, claim.token?.counted]);
    const judgement = known.get(key) ?? decide(claim);
    known.set(key, judgement);
    return judgement;
  };
}

function unread(field: string, { kind, text, at }: { kind: Claim['kind']; text: string; at: number }): Claim {
  const because = `the report makes more than ${MOST_CLAIMS} claims, and this one was not looked up`;
  return { field, text, kind, offset: at, restsOn: [], because, cut: false };
}
