import type { Reading, Sense } from './token.ts';

/** What code and configuration are kept in; `app.py` is a file, `app.dev` a host. */
const FILE_ENDING =
  '(?:py|pyi|js|mjs|cjs|ts|mts|cts|jsx|tsx|vue|java|kt|kts|scala|go|rs|rb|php|cs|fs|c|h|cc|cpp|hpp|m|swift|ex|exs|erl|clj|lua|pl|sh|bash|sql|ya?ml|json|toml|ini|cfg|conf|env|lock|txt|md|proto|tf|xml|html?|css|gradle|properties|dockerfile)';
const TOP_LEVEL =
  '(?:com|org|net|io|dev|app|cloud|ai|co|biz|info|example|test|internal|local|svc|xyz|site|online|page|link|site|gov|edu|eu|uk|us|de|fr|nl|es|it|ch|at|se|no|fi|pl|ru|cn|jp|in|br|ca|au|me|tv|ly|gg|sh)';
const PATH = '[\\w@./+-]{1,200}';
/** Products and abbreviations that look like names of code. */
const WORDS_WITH_DOTS = /^(?:(?:node|next|nuxt|vue|express|nest|three|d3)\.js|asp\.net|socket\.io|[a-z](?:\.[a-z])+)$/i;
const STANDARDS =
  /^(?:x86|mid|pre|post|top|non|late|early|sub|level|phase|step|tier|UTF|SHA|ISO|AES|RFC|TLS|SSL|IEEE|MD|CRC|BASE|HTTP|EC|P|RS|HS|ES|UTC|GMT)-/i;

/** How names are written that mean something to a machine, the longest first. Every pattern is linear on any input. */
export const NAME_READINGS: readonly Reading[] = [
  {
    kind: 'url',
    pattern: /(?<![a-z0-9])(?:[a-z][a-z0-9+-]{1,11}:\/\/|www\.)[^\s<>"'`“”)\]]{1,2000}/gi,
    read: ([text]) => ({ is: 'url', url: withoutPunctuation(text) }),
  },
  {
    kind: 'address',
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?!\w)/gi,
    read: literal,
  },
  { kind: 'address', pattern: /\[[a-z][a-z-]{1,30}-[0-9a-f]{4,16}\]/g, read: literal },
  { kind: 'address', pattern: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w.]*\d)/g, read: literal },
  { kind: 'address', pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})(?![\w:])/gi, read: literal },
  { kind: 'name', pattern: /(?<!\w)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\w)/gi, read: literal },
  {
    kind: 'place',
    pattern: new RegExp(`(?<![\\w./@+-])(${PATH}\\.[A-Za-z]{1,10})(?::|#L)(\\d{1,7})(?::\\d{1,5})?(?!\\w)`, 'g'),
    read: ([, file, line]) => place(file, line),
  },
  {
    kind: 'place',
    pattern: new RegExp(
      `(?<![\\w./@+-])(${PATH}\\.[A-Za-z]{1,10})["'”]?,? \\(?(?:at |on |in )?lines? (\\d{1,7})(?!\\w)`,
      'g',
    ),
    read: ([, file, line]) => place(file, line),
  },
  {
    kind: 'place',
    pattern: new RegExp(`(?<!\\w)lines? (\\d{1,7}) (?:of|in) (${PATH}\\.${FILE_ENDING})(?!\\w)`, 'gi'),
    read: ([, line, file]) => place(file, line),
  },
  {
    kind: 'reference',
    pattern: /(?<![\w./-])([\w-]{1,39}\/[\w.-]{1,100})#(\d{1,10})(?!\w)/g,
    read: ([, repository, number]) => ({ is: 'reference', repository: repository ?? null, number: Number(number) }),
  },
  {
    kind: 'reference',
    pattern: /(?<![\w#/&])(?:#|GH-|(?<!\w)(?:issue|PR|pull request|pull) (?:no\. |number |#)?)(\d{1,10})(?!\w)/gi,
    read: ([, number]) => ({ is: 'reference', repository: null, number: Number(number) }),
  },
  // Of evidence; error codes such as E1001 are longer.
  { kind: 'citation', pattern: /(?<![\w.-])E[1-9]\d?(?![\w-])/g, read: ([id]) => ({ is: 'citation', id }) },
  {
    kind: 'commit',
    pattern: /(?<![\w-])(?=\d{0,40}[a-f])(?=[a-f]{0,40}\d)[0-9a-f]{7,40}(?![\w-])/g,
    read: ([sha]) => ({ is: 'commit', sha }),
  },
  {
    kind: 'commit',
    pattern: /(?<=\b(?:commit|sha|revision) )[0-9a-f]{7,40}(?![\w-])/gi,
    read: ([sha]) => ({ is: 'commit', sha: sha.toLowerCase() }),
  },
  // Revisions and pods: api-00042-abc, web-7d9f8b6c5-x2x4z, and their ends.
  { kind: 'version', pattern: /(?<![\w-])(?:[a-z][a-z0-9]{0,40}-){0,10}\d{4,6}-[a-z0-9]{3}(?![\w-])/g, read: literal },
  {
    kind: 'version',
    pattern: /(?<![\w-])(?:[a-z][a-z0-9]{0,40}-){1,10}(?=[a-z]{0,9}\d)[a-z0-9]{5,10}-[a-z0-9]{5}(?![\w-])/g,
    read: literal,
  },
  { kind: 'version', pattern: /(?<![\w.-])v\d{1,6}(?:\.\d{1,9}){1,4}(?:[-+][\w.]{1,40}\w)?(?![\w-])/gi, read: literal },
  { kind: 'version', pattern: /(?<![\w.-])\d{1,6}(?:\.\d{1,9}){2,4}(?:[-+][\w.]{1,40}\w)?(?![\w-])/g, read: literal },
  // Tickets and advisories: PAY-123, CVE-2024-1234.
  {
    kind: 'name',
    pattern: /(?<![\w-])[A-Z][A-Z0-9]{1,9}(?:-\d{1,9}){1,3}(?![\w-])/g,
    read: ([text]) => (STANDARDS.test(text) ? null : { is: 'text', text }),
  },
  // Machines and regions: pg-main-01, europe-west1.
  {
    kind: 'name',
    pattern: /(?<![\w./@-])[a-z][a-z0-9]{0,40}(?:-[a-z0-9]{1,40}){0,6}-[a-z]{0,20}\d{1,6}(?![\w-])/g,
    read: ([text]) => (STANDARDS.test(text) ? null : { is: 'text', text }),
  },
  { kind: 'name', pattern: /(?<![\w.`/@+-])@[a-z0-9][\w-]{0,38}(?:\/[\w.-]{1,60})?/gi, read: literal },
  {
    kind: 'name',
    pattern: new RegExp(`(?<![\\w./@+-])${PATH}\\.${FILE_ENDING}(?![\\w-])(?!\\.\\w)`, 'gi'),
    read: ([text]) => (WORDS_WITH_DOTS.test(text) ? null : { is: 'text', text }),
  },
  {
    kind: 'host',
    pattern: new RegExp(
      `(?<![\\w./@-])(?:[a-z0-9-]{1,63}\\.){1,8}${TOP_LEVEL}(?![\\w-]|\\.\\w)(?::\\d{1,5})?(?:/[\\w./-]{0,200})?`,
      'gi',
    ),
    read: ([text]) =>
      WORDS_WITH_DOTS.test(text) ? null : { is: 'host', host: withoutPunctuation(text).toLowerCase() },
  },
  // Names of code outside code type: a.b.c, snake_case, call(), a/b/c
  {
    kind: 'name',
    pattern: /(?<![\w./@-])[a-z_][\w-]{1,60}(?:\.[a-z_][\w-]{1,60}){1,12}(?![\w-])/gi,
    read: ([text]) => (WORDS_WITH_DOTS.test(text) ? null : { is: 'text', text }),
  },
  { kind: 'name', pattern: /(?<![\w./@-])[a-z_]\w{0,80}(?=\(\))/gi, read: literal },
  { kind: 'name', pattern: /(?<![\w./@-])[a-z0-9]{1,60}(?:_[a-z0-9]{1,60}){1,12}(?!\w)/gi, read: literal },
  { kind: 'name', pattern: /(?<![\w./@-])\/?[\w@.-]{1,60}(?:\/[\w@.-]{1,60}){2,20}\/?/g, read: pathName },
  {
    kind: 'name',
    pattern: /(?<![\w./@'’-])'([\w.$:/@-]{2,80})'(?!\w)/g,
    read: ([, text = '']) => ({ is: 'text', text }),
  },
];

function literal([text]: RegExpExecArray): Sense {
  return { is: 'text', text };
}

/** Alternatives (`and/or/but`) have neither a slash at the start nor anything but letters. */
function pathName([text]: RegExpExecArray): Sense | null {
  const path = withoutPunctuation(text);
  return /^[a-z]+(?:\/[a-z]+)*$/i.test(path) ? null : { is: 'text', text: path };
}

function place(file: string | undefined, line: string | undefined): Sense {
  return { is: 'place', file: (file ?? '').replace(/^(?:\.?\/)+/, ''), line: Number(line) };
}

/** Without what ends the sentence around it. */
export function withoutPunctuation(text: string): string {
  return text.replace(/(?<![.,;:!?*_])[.,;:!?*_]+$/, '');
}
