import { BLANK } from './blank-slots.ts';

/** Characters in a headline. */
export const LONGEST_HEADLINE = 90;

const LEVELS = 'EMERGENCY|ALERT|CRITICAL|CRIT|FATAL|SEVERE|ERROR|ERR|WARNING|WARN|NOTICE|INFO|DEBUG|TRACE';
/** Of a word. `\b` knows no letter beyond ASCII: to it, `Peña` ends in the word `a`. */
const BEGIN = '(?<![\\p{L}\\p{N}_])';
const PREPOSITIONS =
  'from|to|for|of|in|on|at|by|with|after|before|via|as|within|during|into|over|under|until|since|between|against';
const NOUNS =
  'user|server|connection|session|request|id|thread|run|pid|port|host|instance|worker|job|task|order|account|message|file|path|' +
  'line|code|status|client|address|ip|device|node|url|endpoint|tenant|customer|process|container|signal|attempt|' +
  'size|length|timeout|version|offset|partition|row|column|index|value|count|step|batch|chunk|block';

/** What stands before a message and says nothing about it; taken off as long as anything fits. */
const PREFIXES: readonly RegExp[] = [
  new RegExp(`^${BLANK}[\\s,:|-]+(?:(?:${LEVELS})\\b[\\s:|-]*)?`),
  new RegExp(`^(?:${LEVELS})\\s*(?::|[|-]\\s)\\s*`, 'i'),
  /^[^\p{L}\p{N}'"`([{<$/_…-]+/u,
  /^\[[^\]]{0,60}\](?::\d{1,5}\b)?[\s:]*/,
  /^(?:[\w$]{1,60}\.){1,10}[\w$]{1,60}\s+-\s+/,
  // SQLAlchemy names the driver's exception so.
  /^\((?:\w{1,60}\.){1,10}\w{1,60}\)\s+/,
  /^-+\s+/,
  // Cloud SQL: `db=shop,user=app ERROR: …`.
  /^db=[\w.-]{0,60},user=[\w.@-]{0,60}\s+/,
  // PHP: `SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry …`.
  new RegExp(`^SQLSTATE\\[[^\\]]{1,8}\\](?:: [A-Z][a-z' ]{3,60}:| \\[[^\\]]{1,8}\\]|:)?(?: (?:${BLANK}|\\d{1,6}))? `),
  // Redis; TensorFlow: `E external/xla/driver.cc:152] …`
  new RegExp(`^(?:${BLANK}:)?[XCSM](?:\\s?${BLANK}){1,3} (?:[*.-] )?(?=\\S)`),
  new RegExp(`^[IWEF]\\s?(?:${BLANK})?\\] (?=\\S)`),
  // Cloud Run, before it says why.
  new RegExp(
    `^(?:[A-Z_]{4,30}: )?Revision ['"]?(?:${BLANK}|[\\w-]{1,80})['"]? is not ready and cannot serve traffic\\.\\s+(?=\\S)`,
  ),
  // Ruby: `client.rb:97:in `connect': …`.
  /^in [`'][^`']{1,80}': /,
];

/** How a value is taken out of a sentence together with the words that only led up to it. */
const BLANKS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`${BEGIN}(than|took) ${BLANK}`, 'giu'), '$1 …'],
  // `0/1 tasks were a success`, `failed 3 times`
  [new RegExp(`${BLANK}(?= (?:times?|tasks?|nodes?|pods?|replicas?)\\b)`, 'g'), '…'],
  // `<urllib3.connection.HTTPConnection object at 0x7f…>`, a Python object that says only what it is.
  [new RegExp(`\\(<[^<>]{0,200}${BLANK}[^<>]{0,200}>:\\s`, 'g'), ': '],
  [new RegExp(`<[^<>]{0,200}${BLANK}[^<>]{0,200}>(?::\\s)?`, 'g'), ''],
  [new RegExp(`(['"\`])[^\\s'"\`]{0,40}${BLANK}[^\\s'"\`]{0,40}\\1`, 'g'), BLANK],
  [new RegExp(`${BLANK}(?:[\\s,:/|+-]*${BLANK})+`, 'g'), BLANK],
  [new RegExp(`\\s?[([{](?:[\\w ]{1,30}[:=#]?\\s?)?${BLANK}(?:\\s\\w{1,12})?[)\\]}]`, 'g'), ''],
  [new RegExp(`(?:^|[\\s,])[\\w.-]{1,60}\\s?=\\s?${BLANK}`, 'g'), ''],
  [
    new RegExp(
      `${BEGIN}(?:${PREPOSITIONS})\\s(?:the\\s)?(?:(?:${NOUNS})s?:?\\s)?#?${BLANK}(?:\\s(?:used|ago|left|elapsed|EUR|USD|GBP)\\b)?`,
      'giu',
    ),
    '',
  ],
  [new RegExp(`,\\s(?:${NOUNS})s?:?\\s#?${BLANK}`, 'gi'), ''],
  [new RegExp(`\\s(?:port|pid|tid|uid|id|ip):?\\s#?${BLANK}(?=$|[\\s,.;:)\\]])`, 'gi'), ''],
  // `src: … dest: …`, but not what a single colon announces: `failed: …`, `For input string: …`.
  [new RegExp(`(?:,?\\s[a-z]{2,6}:\\s?/?${BLANK}){2,}|,\\s[a-z]{2,6}:\\s?/?${BLANK}`, 'g'), ''],
];

/** What a value does: without it, nobody would know that somebody did it. */
const DOES = 'is|are|was|were|has|have|had|does|do|did|can|could|cannot|must|will|would|should';
const SUBJECT = new RegExp(`(^|[^\\p{Ll}\\s]\\s*)${BLANK}(?=\\s(?:${DOES})\\b)`, 'gu');

/** The package before an exception's name, which may go where the line is too long. */
const QUALIFIER = /^(?:\w{1,60}(?:\.|::)){1,10}(?=[A-Z]\w{0,80}: )/;
/** A full stop that is not that of `e.g. `. */
const SENTENCE_END = /(?<!\b(?:e\.g|i\.e|etc|vs|cf|approx))\. /i;
const LEADS_UP = new RegExp(`^(?:${PREPOSITIONS})\\s(?!.*[:;,])`, 'i');
const REDACTED = /(?:^|\s)[\w.-]{1,60}=\[?REDACTED\]?(?=\s|$)/g;
const TYPE_NOTE = /\s*\((?:type: [\w.]{1,80}|\w{1,80}(?:::\w{1,80}){1,10})\)$/;
const DANGLING = new RegExp(
  `(?:[\\s,:;(\\[{=|-]|${BEGIN}(?:${PREPOSITIONS}|and|or|but|the|a|an|is|was|are|were))+$`,
  'iu',
);

/** A word that led up to a value, before the next clause: `is from; using`. */
const LEADING_NOWHERE = new RegExp(`(?: (?:${PREPOSITIONS}|is|are|was|were|and|or))+(?=[;:,.](?:\\s|$))`, 'gi');

/** One line for people out of a message whose values are blanked; empty when nothing is left of it. */
export function headlineOf(blanked: string, longest: number = LONGEST_HEADLINE): string {
  const line = withoutPrefixes(
    blanked
      .slice(0, 1_000)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .replace(SUBJECT, '$1…'),
  );
  const said = withoutEcho(line.replace(REDACTED, '').replace(TYPE_NOTE, '').trim());
  let text = said.replace(/\[(['"])(.{1,400})\1\]/, '$2');
  for (const [shape, instead] of BLANKS) text = text.replace(shape, instead);
  const headline = firstSentence(tidy(dropBrokenClauses(text)));
  // `Timeout is 300 ms`: nothing but the value made it a sentence.
  const shown = countWords(headline) >= 2 ? headline : tidy(said.replaceAll(BLANK, '…'));
  if (!/\p{L}/u.test(shown)) return '';
  return clipAtWord([...shown].length > longest ? shown.replace(QUALIFIER, '') : shown, longest);
}

/** Whether it is no more than the way to a value: `For input string`. */
export function leadsUp(headline: string): boolean {
  return LEADS_UP.test(headline);
}

/** The first sentence, unless it says too little by itself. */
function firstSentence(text: string): string {
  const end = text.search(SENTENCE_END);
  const sentence = text.slice(0, end);
  return end !== -1 && countWords(sentence) >= 3 ? sentence : text;
}

/** Words of two letters and more. */
export function countWords(text: string): number {
  return text.match(/\p{L}{2,}/gu)?.length ?? 0;
}

function withoutPrefixes(text: string): string {
  for (const prefix of PREFIXES) {
    const rest = text.replace(prefix, '');
    if (rest !== text && rest !== '') return withoutPrefixes(rest);
  }
  return text;
}

/** `OPTIONAL Optional authentication` → `Optional authentication`; `DENIED: DENIED` → `DENIED`. */
function withoutEcho(text: string): string {
  const [word = '', second = ''] = text.split(' ', 2);
  const first = word.endsWith(':') ? word.slice(0, -1) : word;
  if (word !== first && first === second) return text.slice(word.length + 1);
  return first !== second && first.toLowerCase() === second.toLowerCase() ? text.slice(first.length + 1) : text;
}

/** A clause that lives on its values (`run_id … but thread_id is …`) goes, if another one is left to carry the title. */
function dropBrokenClauses(text: string): string {
  const parts = text.split(/(: | - |\. |; |, )/);
  const clauses = parts.filter((_part, i) => i % 2 === 0);
  const whole = clauses.filter((clause) => !isBroken(clause));
  if (!whole.some((clause) => countWords(clause) >= 2)) return text.replaceAll(BLANK, ' ');
  let kept = '';
  let separator = '';
  for (let i = 0; i < parts.length; i += 2) {
    const clause = parts[i] ?? '';
    if (!isBroken(clause)) {
      kept += kept === '' ? clause : `${separator}${clause}`;
      separator = parts[i + 1] ?? '';
    }
  }
  return kept.replaceAll(BLANK, ' ');
}

function isBroken(clause: string): boolean {
  const values = clause.split(BLANK).length - 1;
  if (values === 0) return clause.trim() === '';
  return values > 1 || !/\p{L}{2}/u.test(clause) || new RegExp(`\\b(?:is|are|was|were|=|:)\\s*${BLANK}`).test(clause);
}

function tidy(text: string): string {
  return text
    .replace(/(['"`])\s*\1|(?<!\w)\(\)|\(\s+\)|\[\s*\]|\{\s*\}/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ([,;)\]]|[.:](?!\w))/g, '$1')
    .replace(/([([]) /g, '$1')
    .replace(LEADING_NOWHERE, '')
    .replace(/(?!(?<=\w)::\w)(?:[,:;] ?)+([:;,.])/g, '$1')
    .replace(/([:;,]) - /g, '$1 ')
    .trim()
    .replace(/[\s.,:;!-]+$/, '')
    .replace(DANGLING, '')
    .replace(/^([^(]*)\)$/, '$1');
}

/** At most `longest` characters, cut between words; a cut is shown by `…`. */
export function clipAtWord(text: string, longest: number): string {
  const characters = [...text];
  if (characters.length <= longest) return text;
  const cut = characters.slice(0, longest - 1).join('');
  const space = cut.lastIndexOf(' ');
  const kept = space > longest / 2 ? cut.slice(0, space) : cut;
  return `${kept.replace(DANGLING, '').replace(/[\s.,:;-]+$/, '')}…`;
}
