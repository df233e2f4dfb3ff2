import { findContradictions } from '../config/pins.ts';
import { withRuledPins } from '../config/ruled-pins.ts';
import type { Config } from '../config/schema.ts';
import { getIssue } from '../github/issues.ts';
import { Fingerprint } from '../model/cluster.ts';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import type { Ruling } from '../model/ruling.ts';
import { issueFor } from '../store/issues.ts';
import { listRulings } from '../store/rulings.ts';
import { joinWords } from '../wording/words.ts';
import type { LiveDeps } from './deps.ts';
import { findCluster } from './find-cluster.ts';
import type { RejectRequest } from './requests.ts';

type Rule = Ruling['rule'];
type Asked = NonNullable<RejectRequest['ruling']>;

/**
 * What a reviewer asks for, as later runs will respect it.
 *
 * @throws UsageError when it cannot be respected: it is over already, names what is not there, or contradicts the config
 * or another ruling
 */
export async function makeRule(asked: Asked, draft: Draft, deps: LiveDeps): Promise<Rule> {
  switch (asked.kind) {
    case 'mute':
      return 'until' in asked ? muteUntil(asked.until, deps.now()) : await muteTenfold(draft, deps);
    case 'duplicate':
      return duplicateOf(asked.of, draft, deps);
    case 'apart':
      return pinApart(asked.patterns, draft, deps);
    case 'together':
      return pinTogether(asked.with, draft, deps);
  }
}

function muteUntil(until: string, now: string): Rule {
  if (Date.parse(until) > Date.parse(now)) return { kind: 'mute', until };
  throw new UsageError(`A mute until ${until} would be over already: it is ${now}. Name a later time.`);
}

const MINUTE_MS = 60_000;

async function muteTenfold(draft: Draft, { store }: LiveDeps): Promise<Rule> {
  const found = await findCluster(store, draft);
  if (found === null) throw withoutCluster(draft, 'how frequent it is');
  const { since, until } = found.run.window;
  const minutes = Math.max(0, Math.round((Date.parse(until) - Date.parse(since)) / MINUTE_MS));
  return { kind: 'mute-tenfold', count: found.triaged.cluster.facts.count, minutes };
}

async function duplicateOf(number: number, draft: Draft, deps: LiveDeps): Promise<Rule> {
  if (draft.repository === '') {
    throw new UsageError(`Draft ${draft.id} was made without a repository, so there is no #${number}.`);
  }
  if (draft.content.action !== 'create' && draft.content.issue === number) {
    throw new UsageError(`Draft ${draft.id} is about #${number} already: there is nothing to be a duplicate of.`);
  }
  const github = await deps.openGitHub(draft.repository);
  if ((await getIssue(github, number)) === null) {
    throw new UsageError(`There is no issue #${number} in ${draft.repository}. Name one that is there.`);
  }
  return { kind: 'duplicate', of: number, before: await issueFor(deps.store, draft) };
}

async function pinApart(patterns: readonly string[], draft: Draft, deps: LiveDeps): Promise<Rule> {
  const named = fingerprints(patterns);
  const found = await findCluster(deps.store, draft);
  const known = found?.triaged.cluster.patterns.map(({ fingerprint }) => fingerprint) ?? named;
  const foreign = named.filter((fingerprint) => !known.includes(fingerprint));
  if (foreign.length > 0) {
    throw new UsageError(
      `${joinWords(foreign)}: no pattern of this problem, so there is nothing to keep apart. It has ${joinWords(known)}.`,
    );
  }
  if (named.length < 2) {
    throw new UsageError('To keep patterns apart takes two of them; this problem has to have more than one.');
  }
  return agreeing({ kind: 'apart', patterns: named }, deps);
}

async function pinTogether(other: string, draft: Draft, deps: LiveDeps): Promise<Rule> {
  const named = fingerprints([draft.fingerprint, other]);
  if (named.length < 2) throw new UsageError(`Draft ${draft.id} is about ${other} itself. Name another problem.`);
  const known = await deps.store.db
    .selectFrom('templates')
    .select('fingerprint')
    .where('fingerprint', '=', other)
    .executeTakeFirst();
  if (known === undefined) {
    throw new UsageError(
      `No run has seen a pattern ${other}. The worklog and \`drafts list --json\` name those it saw.`,
    );
  }
  return agreeing({ kind: 'together', patterns: named }, deps);
}

function fingerprints(values: readonly string[]): string[] {
  const wrong = values.find((value) => !Fingerprint.safeParse(value).success);
  if (wrong !== undefined) throw new UsageError(`"${wrong}" is no fingerprint, for example lg10123456789abcdef.`);
  return [...new Set(values)];
}

/** The pin, if no pin of the config and no other ruling says the opposite. */
async function agreeing(rule: Extract<Rule, { patterns: string[] }>, { config, store }: LiveDeps): Promise<Rule> {
  const rulings = await listRulings(store);
  const { pins } = withRuledPins(config.pins, rulings);
  const next = { ...pins, [rule.kind]: [...pins[rule.kind], rule.patterns] };
  const [contradiction] = findContradictions(next);
  if (contradiction === undefined) return rule;
  const [first, second] = contradiction.pair;
  const opposite = rule.kind === 'apart' ? 'together' : 'apart';
  const lists = opposite === 'apart' ? [contradiction.list] : contradiction.through;
  const where = joinWords([...new Set(lists.map((list) => placeOf(opposite, list, config, rulings)))]);
  throw new UsageError(
    `${first} and ${second} cannot be kept ${rule.kind}: ${where} ${lists.length > 1 ? 'keep' : 'keeps'} them ${opposite}. Take that back first.`,
  );
}

/** Where the nth list of pins comes from: the file, or a ruling that can be lifted. */
function placeOf(kind: 'together' | 'apart', list: number, config: Config, rulings: readonly Ruling[]): string {
  const inFile = config.pins[kind].length;
  if (list < inFile) return `pins.${kind}[${list}] of the config`;
  const ruling = rulings.filter(({ rule }) => rule.kind === kind)[list - inFile];
  return ruling === undefined ? 'this ruling' : `ruling ${ruling.id} (log-gardener drafts lift ${ruling.id})`;
}

function withoutCluster({ id, run }: Draft, what: string): UsageError {
  return new UsageError(`Run ${run} of draft ${id} cannot be read any more, so ${what} is not known.`);
}
