import { messageOf } from '../collect/message.ts';
import { messageMatches } from '../config/components.ts';
import type { Config } from '../config/schema.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Ruling } from '../model/ruling.ts';
import type { Run } from '../model/run.ts';
import { count, formatMinute } from '../wording/words.ts';

export interface MuteFacts {
  readonly config: Config;
  readonly cluster: Cluster;
  /** What reviewers decided, of this repository. */
  readonly rulings: readonly Ruling[];
  /** Of the run. */
  readonly window: Run['window'];
  /** RFC 3339. */
  readonly now: string;
}

/** The mute of the config that holds now, in words; null when none does. */
export function mutedBecause({ config, cluster, now }: MuteFacts): string | null {
  const messages = cluster.patterns[0]?.examples.map(messageOf) ?? [];
  const mute = config.mutes.find(({ fingerprint, message, until, above }) => {
    if (until !== undefined && Date.parse(now) >= Date.parse(until)) return false;
    if (above !== undefined && cluster.facts.count >= above) return false;
    if (fingerprint !== undefined) return fingerprint === cluster.fingerprint;
    return message !== undefined && messages.some((text) => messageMatches(message, text));
  });
  if (mute === undefined) return null;
  const until = mute.until === undefined ? '' : ` until ${formatMinute(mute.until)}`;
  const above = mute.above === undefined ? '' : ` below ${mute.above} entries a run`;
  return `muted${until}${above} (log-gardener.yaml): ${mute.reason}`;
}

/** The mute by a reviewer that holds now, in words; null when none does. */
export function mutedInReview({ rulings, cluster, window, now }: MuteFacts): string | null {
  for (const { rule, fingerprint, at, reason } of rulings) {
    if (fingerprint !== cluster.fingerprint) continue;
    const muted = `muted in review on ${at.slice(0, 10)}`;
    if (rule.kind === 'mute' && Date.parse(now) < Date.parse(rule.until)) {
      return `${muted} until ${formatMinute(rule.until)}: ${reason}`;
    }
    if (rule.kind !== 'mute-tenfold') continue;
    const enough = tenfold(rule, window);
    if (cluster.facts.count < enough) {
      return `${muted} until ten times as frequent, here ${count(enough, 'entry', 'entries')}: ${reason}`;
    }
  }
  return null;
}

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** Fewer than these in a short window are chance. */
const LEAST_ENTRIES = 10;

/**
 * How many entries in a window of this length are ten times as frequent as they were. By the hour, so that it does not
 * matter how long the windows are; what is shorter than an hour counts as one.
 */
function tenfold({ count: then, minutes }: { count: number; minutes: number }, { since, until }: Run['window']) {
  const now = Math.round((Date.parse(until) - Date.parse(since)) / MINUTE_MS);
  const [hereMinutes, thenMinutes] = [now, minutes].map((length) => Math.max(length, HOUR_MINUTES));
  return Math.max(LEAST_ENTRIES, Math.ceil((10 * then * (hereMinutes ?? 1)) / (thenMinutes ?? 1)));
}
