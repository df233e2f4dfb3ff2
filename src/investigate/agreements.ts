import { joinWords } from '../wording/words.ts';
import type { Agreement } from './agreement.ts';
import { sharedKinds } from './error-kinds.ts';
import type { Frequency } from './frequency.ts';
import { type IssueText, mentions } from './issue-text.ts';
import { type CodePlace, isTellingWord, type Profile } from './profile.ts';
import { quotation } from './quotation.ts';
import { retelling } from './retelling.ts';

const SAME_PLACE = 50;
const SAME_EXCEPTION = 50;
const SAME_ADVICE = 50;
const STATED = 50;
const SAME_TYPE = 10;
const SAME_KIND = 20;
const SAME_KIND_IN_TITLE = 25;

/** Each looks at the pair from its own side, so that what several say is not one thing counted twice. */
export function agreementsOf(issue: IssueText, profile: Profile, frequency: Frequency): Agreement[] {
  const quoted = quotation(issue, profile);
  const found = [quoted, exception(issue, profile), place(issue, profile, quoted), advice(issue, profile)];
  const strong = found.filter((one) => one !== null);
  const said = strong.length === 0 ? (statement(issue, profile) ?? retelling(issue, profile, frequency)) : null;
  return [...strong, said, type(issue, profile), kind(issue, profile)].filter((one) => one !== null);
}

/** The exception's type beside what it is about: `ModuleNotFoundError: dev_launcher`. */
function exception(issue: IssueText, { types, subject }: Profile): Agreement | null {
  if (subject === null || !isTellingWord(subject.toLowerCase())) return null;
  const both = [issue.title, ...issue.sentences].some(
    (one) => mentions(one, subject) && types.some((type) => mentions(one, type)),
  );
  return both
    ? {
        what: 'exception',
        points: SAME_EXCEPTION,
        reason: `name the same exception about \`${subject}\``,
        strength: 'firm',
      }
    : null;
}

/** A place alone is where many things can go wrong: the kind of error, the exception or the line must be the same as well. */
function place(issue: IssueText, { places, types, kinds }: Profile, quoted: Agreement | null): Agreement | null {
  const named = places.find((one) => isNamed(one, issue));
  if (named === undefined) return null;
  const sameType = types.some((type) => mentions(issue.whole, type));
  if (quoted?.what !== 'line' && !sameType && sharedKinds(kinds, issue.whole.named.kinds).length === 0) return null;
  const shown = [named.function, named.file === '' ? named.module : named.file].filter((part) => part !== '');
  return {
    what: 'place',
    points: SAME_PLACE,
    reason: `name the same place, ${joinWords(shown.map((part) => `\`${part}\``))}`,
    strength: 'firm',
  };
}

function isNamed({ file, module, function: name, line }: CodePlace, { whole, title, sentences }: IssueText): boolean {
  if (file !== '' && line !== '' && [title, ...sentences].some((one) => mentions(one, `${file} ${line}`))) return true;
  if (name === '' || !mentions(whole, name)) return false;
  // `PriceFacet.bucketOf` says its home itself.
  if (/^\p{Lu}.*\./u.test(name)) return true;
  const home = module.split('.').slice(-2).join('.');
  return (file !== '' && mentions(whole, file)) || (home.includes('.') && mentions(whole, home));
}

/** A line of advice and an issue that asks for the same: the setting, and two words in a row of what was measured. */
function advice(issue: IssueText, { advice: given }: Profile): Agreement | null {
  if (given === null || !mentions(issue.whole, given.setting)) return null;
  const measured = given.words.flatMap((first, i) => {
    const second = given.words[i + 1];
    return second === undefined ? [] : [`${first} ${second}`];
  });
  const shared = measured.find((pair) => issue.sentences.some((sentence) => mentions(sentence, pair)));
  if (shared === undefined) return null;
  return {
    what: 'advice',
    points: SAME_ADVICE,
    reason: `are about tuning \`${given.setting}\` by the same measure, ${shared.toLowerCase()}`,
    strength: 'strong',
  };
}

/** One sentence that says all of it: what it is about, and what is wrong with it. */
function statement(issue: IssueText, { names, subject, words, kinds }: Profile): Agreement | null {
  for (const sentence of [issue.title, ...issue.sentences]) {
    const [kind] = sharedKinds(kinds, sentence.named.kinds);
    if (kind === undefined) continue;
    const named = names.filter((name) => mentions(sentence, name));
    const own = words.filter(
      (word) => isTellingWord(word.toLowerCase()) && mentions(sentence, word) && !isOf(word, sentence.named.words),
    );
    const bySubject = subject !== null && isDistinctive(subject) && mentions(sentence, subject);
    if (!bySubject && named.length < 2 && !(named.length === 1 && own.length >= 2)) continue;
    const what = bySubject ? subject : (named[0] ?? '');
    return {
      what: 'statement',
      points: STATED,
      reason: `say of \`${what}\` in one sentence that it is ${kind}`,
      strength: bySubject && named.length > 1 ? 'firm' : 'strong',
    };
  }
  return null;
}

function isOf(word: string, words: ReadonlySet<string>): boolean {
  return words.has(word.toLowerCase());
}

/** `map` or `length` is an attribute of everything. */
function isDistinctive(name: string): boolean {
  return /[\p{L}\p{N}][_.]\p{L}|\p{Ll}\p{Lu}/u.test(name);
}

/** Many exceptions are of one type: it helps and decides nothing. */
function type({ whole }: IssueText, { types }: Profile): Agreement | null {
  const shared = types.find((one) => mentions(whole, one));
  if (shared === undefined) return null;
  return { what: 'type', points: SAME_TYPE, reason: `name the exception \`${shared}\``, strength: 'weak' };
}

function kind({ title, whole }: IssueText, { kinds }: Profile): Agreement | null {
  const [inTitle] = sharedKinds(kinds, title.named.kinds);
  const [anywhere] = sharedKinds(kinds, whole.named.kinds);
  const shared = inTitle ?? anywhere;
  if (shared === undefined) return null;
  const points = inTitle === undefined ? SAME_KIND : SAME_KIND_IN_TITLE;
  return { what: 'kind', points, reason: `speak of the same kind of error, ${shared}`, strength: 'weak' };
}
