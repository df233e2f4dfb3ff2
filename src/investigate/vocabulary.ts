import { PLACEHOLDER } from '../model/placeholder.ts';

/**
 * The words of a text in a form that compares across ways of writing: `SessionMiddleware`, `session_middleware` and
 * `session middlewares` give the same. Camel case and punctuation split, letters are lower case, common English endings
 * are cut. Meant for comparing, never for showing.
 */
export function wordsOf(text: string): string[] {
  return (text.normalize('NFC').match(WORD) ?? []).map((word) => stem(withoutPlural(word).toLowerCase()));
}

/** `GPUs` are more of one GPU, and not a `GP` with `Us`. */
function withoutPlural(word: string): string {
  return /^\p{Lu}{2,}s$/u.test(word) ? word.slice(0, -1) : word;
}

/** Capitals in the plural, a run of them before a capitalised word (`HTTPServer` → HTTP, Server), a word, or digits. */
const WORD = /\p{Lu}{2,}s(?!\p{L})|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;

const ENDINGS = [
  'ating',
  'ated',
  'ates',
  'ate',
  'ations',
  'ation',
  'encies',
  'ency',
  'ences',
  'ence',
  'ents',
  'ent',
  'ings',
  'ing',
  'ions',
  'ion',
  'ies',
  'ed',
  'es',
  's',
  'e',
  'y',
];
const SHORTEST_STEM = 4;

/** Crude on purpose: it need not give a word, only the same letters for inconsistent, inconsistency and inconsistencies. */
function stem(word: string): string {
  const american = word.replace(/isation/, 'ization').replace(/is(e[sd]?|ing)$/, 'iz$1');
  for (const ending of ENDINGS) {
    if (american.endsWith(ending) && american.length - ending.length >= SHORTEST_STEM) {
      return american.slice(0, -ending.length);
    }
  }
  return american;
}

/**
 * The words of a line without what is another entry's tomorrow: numbers, ids, paths, slots, and what was redacted. Of a
 * word that people and programs wrap differently (`(campaign 5518,`) the letters stay.
 */
export function stableWords(line: string): string[] {
  return line
    .split(/\s+/)
    .filter((chunk) => !/\d{2}|\d[.:]\d|[/#]|<[a-z]{1,20}-[0-9a-f]{4}>/.test(chunk) && !PLACEHOLDER.test(chunk))
    .flatMap(wordsOf);
}

/** What holds a sentence together, in the languages that people write issues in. */
const GRAMMAR =
  `a about after again all also an and any are as at be because been before being but by can cannot could did do does
  due during each either every for from get got had has have how if in into is it its may maybe might more most must no
  none not of off on once one only onto or other our out over per please since so some still such than that the their
  them then there these this those to too under until up use used using via was we were what when where which while why
  will with without would you your
  aber alle als am auch auf aus bei beim bis das dass dem den der des die durch ein eine einem einen einer eines es
  für gibt hat ist kann kein keine keinen konnte können mehr mit nach nicht noch oder ohne über um und vom
  von vor war werden wenn wird wurde wurden zu zum zur
  au aucun aucune aux avec car ce cette dans de des du elle en est et été être il la le les lors mais ne
  ou par pas peut plus pour que qui sans sont sur un une
  al como con cuando el ella está han la las lo los más ni no para pero por puede que se si sin son su sus una
  ao às com da das do dos em foi mas na nas não nos os ou para pelo pela porque sem ser seu sua uma
  che con da dal dei del della di gli ha il la le nel nella non per più può sono sul una uno
  bij dat de een en geen het kan kon met naar niet om op te van voor wordt zijn`.split(/\s+/);

/** Severities, and how every log line talks. */
const LOG_TALK =
  `alert cause caused consider critical debug detected emergency encountered error errors exception fail failed failing
  fails failure fatal first happened indicate indicates info last likely low named need notice null occurred ok
  possible re reason redacted see seen should time trying type undefined unexpected unknown warn warning
  fehler fehlgeschlagen erreur impossible error erro errore fout`.split(/\s+/);

/**
 * Words that say nothing about one problem rather than another. None that has the stem of an English word which does:
 * `entre` would take `entry` with it.
 */
export const EMPTY_WORDS: ReadonlySet<string> = new Set([...GRAMMAR, ...LOG_TALK]);

/** Their stems, and those of grammar alone. */
export const EMPTY_STEMS = stemsOf([...GRAMMAR, ...LOG_TALK]);
export const GRAMMAR_STEMS = stemsOf(GRAMMAR);

function stemsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.flatMap((word) => [word, ...wordsOf(word)]));
}

/** Words that many problems of a service share. They help to rank, and never carry a match by themselves. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `access account active add added adding agent api app application argument attempt attribute auth authentication authorization available backend better
  cache call called check class client code config configuration connect connecting connection contained container context created data
  database default dict disabled enabled endpoint environment event exit exited expected extracted field file found frontend
  function handle handler handlers handling health high http https id import in input instance int internal invalid
  issue issues item job key length level library line list load loading log logger logging logs main manager memory
  message messages method missing mode module name network new number object open operation optional output page
  parameter password path performance port process processing properties property query queue read reading received record redis request
  requests required resource response result retry retrying return returned route routing run running runtime schema
  send sent server service session set setup start started starting startup state status staging str string system
  table task test thread timeout timed token total tracking unavailable update url user users valid validation value values variable
  version wait waiting web websocket websockets worker write`.split(/\s+/),
);

/** Tags that titles of such issues carry: where it was seen, how urgent it is. */
export const TITLE_TAGS: ReadonlySet<string> = new Set(
  `dev development escalated frequency frequent gcp intermittent p0 p1 p2 p3 p4 prod production recurring regression
  repeated severity sporadic staging`.split(/\s+/),
);
