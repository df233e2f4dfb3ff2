import { SEVERITY_RANK } from '../../model/severity.ts';
import { ERROR_RANK, type Member } from '../member.ts';
import type { TraceLine } from '../skeleton/trace-line.ts';
import { BESIDE_MS, indexMoments, isOften, type Moments, REACH_OF_TRACE_MS } from './moments.ts';
import type { ErrorLine } from './trace-errors.ts';
import { groupVotes, isMostlyBeside, mostVoted } from './votes.ts';

/** An error line that a logger writes before a trace: the exception, and in how many cases it stood there. */
export interface Lead {
  readonly owner: number;
  /** Other exceptions before whose traces it stands as well. */
  readonly others: readonly number[];
  readonly covered: number;
  readonly cases: number;
}

interface KnownLines {
  readonly lines: ReadonlyMap<number, TraceLine>;
  readonly errors: ReadonlyMap<number, ErrorLine>;
  readonly ownerOf: ReadonlyMap<number, number>;
  readonly causeOf: ReadonlyMap<number, number>;
  /** See before-panics.ts. */
  readonly beforePanics: ReadonlySet<number>;
}

/** Error lines that stand right before a trace whenever they are written: the message that was logged with it. */
export function findLeads(
  members: readonly Member[],
  { lines, errors, ownerOf, causeOf, byError, beforePanics }: KnownLines & { byError: Moments },
): Map<number, Lead> {
  const owners = new Set(ownerOf.values());
  const openings = [...lines].filter(([, { role }]) => role === 'opening').map(([index]) => index);
  // Of exceptions that followed from others, the frames may all be the others'.
  const thrown = new Set([...owners, ...causeOf.keys()]);
  const starts = [...openings, ...[...thrown].filter((index) => errors.get(index)?.isCause === false)];
  const toStart = indexMoments(members, starts);
  const leads = [...members.keys()].filter((index) => {
    const member = members[index];
    const isLine = member?.kind === 'message' && member.severityRank >= SEVERITY_RANK.WARNING;
    if (!isLine || ownerOf.has(index) || thrown.has(index) || beforePanics.has(index)) return false;
    return isMostlyBeside(toStart.votesOf(index, 'next', BESIDE_MS));
  });
  const isStart = new Set(starts);
  const near = indexMoments(members, [...starts, ...leads]);
  const found = new Map<number, Lead>();
  for (const index of leads) {
    const votes = near.votesOf(index, 'next', BESIDE_MS);
    const toStarts = [...votes.of].filter(([other]) => isStart.has(other)).reduce((sum, [, count]) => sum + count, 0);
    const covered = Math.min(toStarts, votes.covered);
    const toOwners = groupVotes(byError.votesOf(index, 'next', REACH_OF_TRACE_MS).of, (other) =>
      thrown.has(other) ? other : null,
    );
    const owner = mostVoted(toOwners);
    if (owner === null || !isMostlyBeside({ ...votes, covered })) continue;
    if (isAsSevere(members[index], members[owner]) && namesNoOther(errors.get(index), errors.get(owner))) {
      const others = [...toOwners.keys()].filter((other) => other !== owner && isOften(toOwners, other, byError));
      found.set(index, { owner, others, covered: Math.ceil(covered / 2), cases: votes.cases / 2 });
    }
  }
  return found;
}

/** `Task … raised unexpected: KeyError('email')` names the exception whose trace follows it; most lines name none. */
function namesNoOther(lead: ErrorLine | undefined, owner: ErrorLine | undefined): boolean {
  return lead === undefined || lead.errors[0]?.type === owner?.errors[0]?.type;
}

/** A warning leads up to what is one too, as Sidekiq's do; to an error it may be anything that came before. */
function isAsSevere(lead: Member | undefined, owner: Member | undefined): boolean {
  return (lead?.severityRank ?? 0) >= Math.min(ERROR_RANK, owner?.severityRank ?? ERROR_RANK);
}
