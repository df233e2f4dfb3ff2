import { sentenceOf } from '../collect/platform-sentence.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { compareText } from './compare.ts';
import { kindOf } from './kind.ts';
import { type Member, voiceOf } from './member.ts';
import { FINAL_VERSION, fingerprintOf } from './names/fingerprint.ts';
import type { SeenSkeleton } from './names/identity.ts';
import type { KnownTemplate } from './names/known-templates.ts';
import type { NamedTemplate } from './names/name-new-templates.ts';
import { nameTemplates, widest } from './names/name-templates.ts';
import { eachBareEntry } from './summary/bare-entries.ts';
import { highestSeverity } from './summary/facts.ts';
import { logEntryOf } from './summary/kept-entry.ts';
import { type Skeleton, type SkeletonSummaries, summaryOf } from './summary/summarise.ts';
import { settleSummary } from './summary/summary.ts';

/** Puts skeletons of one template together; patterns come out in the order of their fingerprints. */
export function formPatterns(
  skeletons: SkeletonSummaries,
  known: readonly KnownTemplate[],
): { members: Member[]; memberOfSkeleton: number[] } {
  const spoken = skeletons.filter(({ isFinal }) => !isFinal).map(seen);
  const named = nameTemplates(spoken, known).values();
  const templates = skeletons.map(({ isFinal, tokens }): NamedTemplate => {
    const own = { fingerprint: fingerprintOf(tokens, FINAL_VERSION), tokens, isVariant: false };
    return isFinal ? own : (named.next().value ?? own);
  });
  const byFingerprint = Map.groupBy(skeletons.keys(), (id) => templates[id]?.fingerprint ?? '');
  const memberOfSkeleton: number[] = [];
  const members: Member[] = [];
  for (const [fingerprint, ids] of [...byFingerprint].sort(([a], [b]) => compareText(a, b))) {
    const parts = ids.map((id) => skeletons[id]).filter((skeleton) => skeleton !== undefined);
    for (const id of ids) memberOfSkeleton[id] = members.length;
    const tokens = widest(ids.map((id) => templates[id]?.tokens ?? []));
    const isVariant = ids.some((id) => templates[id]?.isVariant === true);
    members.push(memberOf({ fingerprint, tokens, isVariant }, parts));
  }
  return { members, memberOfSkeleton };
}

/** A skeleton as naming sees it. */
function seen({ tokens, content }: Skeleton): SeenSkeleton {
  const nothing = { message: '', exception: null };
  if ('entries' in content) {
    let since = Math.min(...content.entries.map(({ seconds }) => seconds));
    for (const { seconds } of eachBareEntry(content.bare)) since = Math.min(since, seconds);
    return { tokens, since, example: content.entries[0] ?? nothing };
  }
  const { extent, examples } = content.summary;
  return { tokens, since: extent.firstSeconds, example: examples[0] ?? nothing };
}

function memberOf(template: NamedTemplate, parts: readonly Skeleton[]): Member {
  const summary = summaryOf(parts.map(({ content }) => content));
  settleSummary(summary);
  const voices = summary.examples.map(({ message, exception }) => voiceOf(message, exception));
  const entry = summary.examples[0];
  const isFinal = parts.some((part) => part.isFinal);
  const sentence = isFinal && entry !== undefined ? sentenceOf(logEntryOf(entry)) : null;
  const own = kindOf({
    message: voices[0]?.line ?? '',
    hasTrace: voices[0]?.hasTrace ?? false,
    isRequest: entry?.isRequestLog ?? false,
    status: entry?.http?.status ?? null,
  });
  const kind = sentence?.isCall ? 'call' : own;
  return {
    ...template,
    kind,
    isFinal,
    isWordless: isFinal && sentence === null,
    severityRank: SEVERITY_RANK[highestSeverity(summary)],
    summary,
    voices,
  };
}
