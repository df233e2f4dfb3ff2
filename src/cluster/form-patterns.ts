import type { Fingerprint } from '../model/cluster.ts';
import type { CollectedEntry } from '../model/entry.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { compareText } from './compare.ts';
import { highestSeverity } from './facts.ts';
import { fingerprintOf } from './fingerprint.ts';
import { kindOf } from './kind.ts';
import { type KnownTemplate, type NamedTemplate, nameTemplates, widest } from './known-templates.ts';
import { type Member, voiceOf } from './member.ts';
import { isRequestLog } from './request.ts';
import { absorbSummary, addEntry, emptySummary, type Summary } from './summary.ts';

/** The entries whose messages are alike at first sight. */
export interface Skeleton {
  readonly tokens: readonly string[];
  /** Made from an entry without words (see request.ts): its template is final. */
  readonly isWordless: boolean;
  /** The only entry so far, or a summary of several: most skeletons of a long tail occur once, and a summary is large. */
  content: { readonly entry: CollectedEntry } | { readonly summary: Summary };
}

/** Counts an entry in to a skeleton that has one already. */
export function countIn(skeleton: Skeleton, entry: CollectedEntry): void {
  if ('entry' in skeleton.content) {
    const summary = emptySummary();
    addEntry(summary, skeleton.content.entry);
    skeleton.content = { summary };
  }
  addEntry(skeleton.content.summary, entry);
}

/** Puts skeletons of one template together; patterns come out in the order of their fingerprints. */
export function formPatterns(
  skeletons: readonly Skeleton[],
  known: readonly KnownTemplate[],
): { members: Member[]; memberOfSkeleton: number[] } {
  const spoken = skeletons.filter(({ isWordless }) => !isWordless).map(({ tokens }) => tokens);
  const named = nameTemplates(spoken, known).values();
  const templates = skeletons.map(({ isWordless, tokens }): NamedTemplate => {
    const own = { fingerprint: fingerprintOf(tokens), tokens };
    return isWordless ? own : (named.next().value ?? own);
  });
  const byFingerprint = Map.groupBy(skeletons.keys(), (id) => templates[id]?.fingerprint ?? '');
  const memberOfSkeleton: number[] = [];
  const members: Member[] = [];
  for (const [fingerprint, ids] of [...byFingerprint].sort(([a], [b]) => compareText(a, b))) {
    const parts = ids.map((id) => skeletons[id]).filter((skeleton) => skeleton !== undefined);
    for (const id of ids) memberOfSkeleton[id] = members.length;
    const tokens = widest(ids.map((id) => templates[id]?.tokens ?? []));
    members.push(memberOf(fingerprint, tokens, parts));
  }
  return { members, memberOfSkeleton };
}

function memberOf(fingerprint: Fingerprint, tokens: readonly string[], parts: readonly Skeleton[]): Member {
  const summary = emptySummary();
  for (const { content } of parts) {
    if ('entry' in content) addEntry(summary, content.entry);
    else absorbSummary(summary, content.summary);
  }
  const voices = summary.examples.map(({ entry }) => voiceOf(entry.message, entry.exception));
  const entry = summary.examples[0]?.entry;
  const kind = kindOf({
    message: voices[0]?.line ?? '',
    hasTrace: voices[0]?.hasTrace ?? false,
    isRequest: entry !== undefined && isRequestLog(entry),
    status: entry?.http?.status ?? null,
  });
  return {
    fingerprint,
    tokens,
    kind,
    isWordless: parts.some(({ isWordless }) => isWordless),
    severityRank: SEVERITY_RANK[highestSeverity(summary)],
    summary,
    voices,
  };
}
