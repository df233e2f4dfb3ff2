import { indexAbsorbed } from '../cluster/names/absorbed.ts';
import type { MarkedIssues } from '../github/marked-issues.ts';
import type { Store } from '../store/open.ts';
import { knownTemplates } from '../store/templates.ts';
import { joinWords } from '../wording/words.ts';
import type { OpenTracker } from './reaches.ts';
import type { Recorder } from './recorder.ts';

/**
 * Warns where a problem has two open issues of ours: runs on separate stores made them when neither looked again, or it
 * looked like two problems while little was seen of it. The one that is kept up to date is named. Which of them people
 * talk in, and whether one may be closed, is for them to say.
 */
export async function warnOfTwins(
  recorder: Recorder,
  { repository, reach: { marked } }: OpenTracker,
  store: Store,
): Promise<void> {
  // Of the run's own repository the number says all.
  const where = repository === recorder.run().repository ? '' : repository;
  const warnings = [...(await findTwins(marked, store))].map(([fingerprint, others]) => {
    const kept = `${where}#${marked.issues.get(fingerprint)}`;
    const all = [kept, ...others.map((number) => `${where}#${number}`)];
    const left = joinWords(all.slice(1));
    return `${joinWords(all)} are open for one problem (${fingerprint}): ${kept} is kept up to date, ${left} is not. Close ${left} as a duplicate of ${kept}.`;
  });
  if (warnings.length > 0) recorder.change((run) => ({ ...run, warnings: [...run.warnings, ...warnings] }));
}

/** The open issues of each problem beside the one that is kept up to date, lowest number first. */
async function findTwins(marked: MarkedIssues, store: Store): Promise<Map<string, number[]>> {
  const twins = new Map([...marked.twins].map(([fingerprint, numbers]) => [fingerprint, [...numbers]]));
  const isOpen = (issue: number | undefined): issue is number =>
    issue !== undefined && marked.read.get(issue)?.state === 'open';
  const open = [...marked.issues].filter(([, issue]) => isOpen(issue));
  if (open.length < 2) return twins;
  const absorbedBy = indexAbsorbed(await knownTemplates(store));
  for (const [fingerprint, issue] of open) {
    const now = absorbedBy(fingerprint);
    const kept = now === null ? undefined : marked.issues.get(now);
    if (now === null || !isOpen(kept) || kept === issue) continue;
    const others = new Set([...(twins.get(now) ?? []), issue]);
    twins.set(
      now,
      [...others].sort((a, b) => a - b),
    );
  }
  return twins;
}
