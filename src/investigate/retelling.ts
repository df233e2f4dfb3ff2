import { type Agreement, retold } from './agreement.ts';
import { type ErrorKind, sharedKinds } from './error-kinds.ts';
import type { Frequency } from './frequency.ts';
import { hasGrammarAround } from './grammar.ts';
import { type IssueText, mentions, type Sentence } from './issue-text.ts';
import { lineTold } from './line-told.ts';
import { markedWords } from './marked-words.ts';
import { isTellingWord, type Profile } from './profile.ts';
import { rareNames } from './rare-names.ts';
import { isSpelledAsCode, isTellingFile } from './terms.ts';
import { EMPTY_WORDS, TITLE_TAGS, wordsOf } from './vocabulary.ts';

/** So many telling words of the line in a title, and so much of the title in percent, leave little room for another problem. */
const TITLE_WORDS = 4;
const TITLE_SHARE = 60;
/** In one sentence of the body; fewer where the kind of error is the same as well. */
const SENTENCE_WORDS = 4;
const SENTENCE_WORDS_OF_KIND = 3;

/**
 * What an issue has in common with a cluster that quotes nothing of it: somebody tells the same in words of his own.
 * Enough for an issue that is open, seldom to reopen one.
 */
export function retelling(issue: IssueText, profile: Profile, frequency: Frequency): Agreement | null {
  return (
    retoldInTitle(issue, profile) ??
    retoldInSentence(issue, profile) ??
    sameFile(issue, profile) ??
    sameIdentifier(issue, profile) ??
    sameFunction(issue, profile) ??
    sameService(issue, profile) ??
    sameSubject(issue, profile) ??
    markedWords(issue, profile) ??
    lineTold(issue, profile) ??
    rareNames(issue, profile, frequency)
  );
}

function retoldInTitle({ shownTitle }: IssueText, { ownWords, names }: Profile): Agreement | null {
  const telling = [...new Set(wordsOf(shownTitle))].filter((word) => isTellingWord(word) && !TITLE_TAGS.has(word));
  const shared = telling.filter((word) => ownWords.has(word));
  if (shared.length < TITLE_WORDS || 100 * shared.length < TITLE_SHARE * telling.length) return null;
  // A title that says nothing else is as good as a quotation, save that names alone never reopen an issue.
  const inNames = new Set(names.flatMap(wordsOf));
  const beside = shared.filter((word) => !inNames.has(word));
  const isFirm = shared.length === telling.length && beside.length >= TITLE_WORDS;
  return { ...retold('say much the same in the title'), strength: isFirm ? 'firm' : 'strong' };
}

/** Names that stand there whole, and words for a kind of error, many problems share. */
function retoldInSentence(issue: IssueText, { ownWords, names, kinds }: Profile): Agreement | null {
  const inNames = new Set(names.filter((name) => mentions(issue.whole, name)).flatMap(wordsOf));
  const telling = [...ownWords].filter((word) => isTellingWord(word) && !inNames.has(word));
  const [kind] = sharedKinds(kinds, issue.whole.named.kinds);
  const needed = kind === undefined ? SENTENCE_WORDS : SENTENCE_WORDS_OF_KIND;
  const found = [issue.title, ...issue.sentences].some((sentence) => {
    const said = telling.filter((word) => !sentence.named.words.has(word) && sentence.phrase.includes(` ${word} `));
    if (said.length < needed) return false;
    // Words thrown together to be found have no grammar.
    return [...sentence.names].some((word) => EMPTY_WORDS.has(word)) && hasGrammarAround(sentence, said);
  });
  return found ? retold('say much the same in one sentence') : null;
}

/** A file alone is where many things can go wrong: the kind of error must be the same as well, or what it is about. */
function sameFile({ whole }: IssueText, profile: Profile): Agreement | null {
  const [kind] = sharedKinds(profile.kinds, whole.named.kinds);
  const named = profile.places.find(({ file }) => isTellingFile(file) && isFileNamed(whole, file));
  if (named === undefined) return null;
  if (kind !== undefined) return retold(`speak of \`${named.file}\` and of ${kind}`);
  return subjectsIn(whole, { ...profile, names: [named.file] }).length < SUBJECT_WORDS_IN_FILE
    ? null
    : retold(`speak of \`${named.file}\` in the same words`);
}

/** What the message names by a word that is none, and the same kind of error or subject. */
function sameIdentifier({ whole }: IssueText, profile: Profile): Agreement | null {
  const [kind] = sharedKinds(profile.kinds, whole.named.kinds);
  const named = profile.identifiers.find((one) => !profile.services.includes(one) && mentions(whole, one));
  if (named === undefined) return null;
  if (kind !== undefined) return retold(`say of \`${named}\` that it is ${kind}`);
  const subjects = subjectsIn(whole, { ...profile, names: [...profile.names, named] });
  return subjects.length < SUBJECT_WORDS ? null : retold(`speak of \`${named}\` in the same words`);
}

/** People name the class, and the file is called after it. */
function isFileNamed(whole: Sentence, file: string): boolean {
  const [stem = ''] = file.split('.');
  return mentions(whole, file) || (isSpelledAsCode(stem) && whole.names.has(stem.toLowerCase()));
}

/** The function in which it happens, spelled as no word is, and words of the message or the kind of error beside it. */
function sameFunction({ whole }: IssueText, { places, callers, ownWords, kinds }: Profile): Agreement | null {
  const name = [...places.map((place) => place.function), ...callers].find((one) => isCodeNamed(whole, one));
  if (name === undefined) return null;
  const inName = new Set(wordsOf(name));
  const beside = [...ownWords].filter(
    (word) =>
      isTellingWord(word) && !inName.has(word) && !whole.named.words.has(word) && whole.phrase.includes(` ${word} `),
  );
  if (beside.length === 0 && sharedKinds(kinds, whole.named.kinds).length === 0) return null;
  return retold(`speak alike of \`${name}\``);
}

/** What a whole process dies of: then the service is the place. */
const OF_A_PROCESS: readonly ErrorKind[] = ['memory used up', 'a full disk'];
const SUBJECT_WORDS = 2;
const SUBJECT_WORDS_IN_FILE = 3;

/** The service in the title, the same kind of error, and something that it went wrong with. */
function sameService({ title, whole }: IssueText, profile: Profile): Agreement | null {
  const kinds = sharedKinds(profile.kinds, whole.named.kinds);
  const [kind] = kinds;
  const service = profile.services.find((one) => mentions(title, one));
  if (kind === undefined || service === undefined) return null;
  const isSame =
    kinds.some((one) => OF_A_PROCESS.includes(one)) ||
    profile.identifiers.some((one) => mentions(whole, one)) ||
    subjectsIn(whole, profile).length >= SUBJECT_WORDS;
  return isSame ? retold(`say of the service \`${service}\` that it is ${kind}`) : null;
}

/** The title names the kind of error and what it went wrong with. */
function sameSubject({ title }: IssueText, profile: Profile): Agreement | null {
  const [kind] = sharedKinds(profile.kinds, title.named.kinds);
  // What stands there word for word is a quotation, and that was looked at as one.
  const quoted = new Set(
    profile.clauses.flatMap(({ words }) =>
      words.length > 2 && title.phrase.includes(` ${words.join(' ')} `) ? words : [],
    ),
  );
  const subjects = subjectsIn(title, profile).filter((word) => !quoted.has(word));
  if (kind === undefined || subjects.length < SUBJECT_WORDS) return null;
  return retold(`say in the title that it is ${kind}`);
}

/** Words of the message that say what it is about, not how it failed. */
function subjectsIn({ phrase, named }: Sentence, { ownWords, services, names }: Profile): string[] {
  const elsewhere = new Set([...services, ...names].flatMap(wordsOf));
  return [...ownWords].filter(
    (word) => isTellingWord(word) && !elsewhere.has(word) && !named.words.has(word) && phrase.includes(` ${word} `),
  );
}

/** `ConsentService.store` or, spelled as no word is, `parse_row` alone. */
function isCodeNamed(whole: Sentence, name: string): boolean {
  if (name.includes('.')) return mentions(whole, name);
  return isSpelledAsCode(name) && whole.names.has(name.toLowerCase());
}
