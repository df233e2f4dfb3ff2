import { NotFoundError } from '../model/errors.ts';
import type { Ruling } from '../model/ruling.ts';
import { forgetIssue, issueFor, recordIssue } from '../store/issues.ts';
import { transact } from '../store/open.ts';
import { getRuling, markLifted } from '../store/rulings.ts';
import { count, formatMinute, joinWords } from '../wording/words.ts';
import type { DecisionDeps } from './deps.ts';

/** What a ruling does, in a sentence without its end. */
export function sayRuling({ rule, fingerprint }: Ruling): string {
  switch (rule.kind) {
    case 'mute':
      return `${fingerprint} is muted until ${formatMinute(rule.until)}`;
    case 'mute-tenfold':
      return `${fingerprint} is muted until it is ten times as frequent as ${count(rule.count, 'entry', 'entries')} in ${count(rule.minutes, 'minute')}`;
    case 'duplicate':
      return `${fingerprint} is tracked in #${rule.of}`;
    case 'apart':
      return `${joinWords(rule.patterns)} are problems of their own`;
    case 'together':
      return `${joinWords(rule.patterns)} are one problem`;
  }
}

/**
 * Takes a ruling back: later runs go by the log and the config again. The draft that was rejected with it stays so.
 *
 * @returns the ruling as it was
 * @throws NotFoundError when there is none with this number, or it is lifted already
 */
export async function liftRuling(id: number, { store, now }: DecisionDeps): Promise<Ruling> {
  return transact(store, async (transaction) => {
    const found = await getRuling(transaction, id);
    const list = 'Those that hold: log-gardener drafts rulings';
    if (found === null) throw new NotFoundError(`There is no ruling ${id} in ${store.where}. ${list}`);
    if (!(await markLifted(transaction, id, now()))) {
      throw new NotFoundError(`Ruling ${id} was lifted ${formatMinute(found.liftedAt ?? now())}. ${list}`);
    }
    const { ruling } = found;
    const { rule } = ruling;
    if (rule.kind !== 'duplicate') return ruling;
    const tracked = await issueFor(transaction, ruling);
    // What a run wrote on since is not taken back: it stands on GitHub.
    if (tracked?.issue !== rule.of || tracked.commentedAt !== null || tracked.login !== null) return ruling;
    if (rule.before === null) await forgetIssue(transaction, ruling, rule.of);
    else await recordIssue(transaction, ruling, rule.before);
    return ruling;
  });
}
