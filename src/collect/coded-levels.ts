import type { Severity } from '../model/severity.ts';

type Levels = Readonly<Record<string, Severity>>;

/** Levels by their first letters. */
export const LETTERS: Levels = { D: 'DEBUG', I: 'INFO', W: 'WARNING', E: 'ERROR', C: 'CRITICAL', F: 'CRITICAL' };

/** How programs begin a line that say its level in a letter, a sign, a number or a word of their own. */
const CODES: readonly (readonly [RegExp, Levels])[] = [
  // glog and klog: `E0916 00:42:53.123456       1 file.go:12] …`, newer ones with the year; PyTorch's in brackets
  [/^(?:(?:\[\w{1,40}\]:? ?)?\[)?([IWEF])(?:\d{4}){1,2} \d\d:\d\d:\d\d/, LETTERS],
  // Tornado and Jupyter: `[E 261120 10:00:33 web:1798] …`
  [/^\[([DIWEC]) (?:\d{6}|\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d/, LETTERS],
  // A letter after the time: etcd's `E | `, Telegraf's `E! `, MongoDB's `E STORAGE `, Ray's `E 12 12]`, Ruby's `E [12:puma] `
  [
    /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)? ([DIWEFC])(?: \| |! | \[| [A-Z]{2,12} | \d{1,10} \d{1,10}\])/,
    LETTERS,
  ],
  // logrus on a terminal: `ERRO[0012] …`
  [
    /^(TRAC|DEBU|INFO|WARN|ERRO|FATA|PANI)\[\d{4,10}\]/,
    {
      ...({ TRAC: 'DEBUG', DEBU: 'DEBUG', INFO: 'INFO', WARN: 'WARNING' } as const),
      ...({ ERRO: 'ERROR', FATA: 'CRITICAL', PANI: 'CRITICAL' } as const),
    },
  ],
  // npm: `npm error code E404`, before version 10 `npm ERR! code E404`; Prisma: `prisma:error …`
  [
    /^npm (error|ERR!|warn|WARN|notice)(?=\s|$)/,
    { error: 'ERROR', 'ERR!': 'ERROR', warn: 'WARNING', WARN: 'WARNING', notice: 'INFO' },
  ],
  [/^[a-z]{1,20}:(error|warn|info|query)(?=\s|$)/, { error: 'ERROR', warn: 'WARNING', info: 'INFO', query: 'DEBUG' }],
  // TensorFlow, XLA: `2026-11-20 08:00:00.123456: E external/xla/driver.cc:152] …`
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,9}: ([IWEF]) \S{1,300}:\d{1,9}\] /, LETTERS],
  // .NET's console logger: `fail: Shop.Worker[0]`; what it calls otherwise has names that others use too
  [
    /^(?:\d[\dT:.+/ -]{4,40} )?(fail|dbug|trce): [\w.`+]{1,200}\[\d{1,9}\](?=\s|$)/,
    { fail: 'ERROR', dbug: 'DEBUG', trce: 'DEBUG' },
  ],
  // Serilog: `[12:00:00 ERR] …`, `2025-11-20 12:00:00.123 +00:00 [ERR] …`
  [
    /^(?:\[[\dT:. +/-]{8,40} |\d[\dT:. +/-]{8,40} \[)(VRB|DBG|INF|WRN|ERR|FTL)\]/,
    { VRB: 'DEBUG', DBG: 'DEBUG', INF: 'INFO', WRN: 'WARNING', ERR: 'ERROR', FTL: 'CRITICAL' },
  ],
  // Redis and Valkey: `1:M 20 Nov 2026 08:00:00.123 # Can't save in background`; what they call a notice is everyday news
  [
    /^\d{1,10}:[XCSM] \d{1,2} [A-Z][a-z]{2} \d{4} [\d:.]{8,15} ([.*#-]) /,
    { '.': 'DEBUG', '-': 'DEBUG', '*': 'INFO', '#': 'WARNING' },
  ],
  // librdkafka, with syslog's numbers: `%3|1763625600.100|FAIL|rdkafka#producer-1| …`
  [
    /^%([0-7])\|\d{9,11}\.\d{1,6}\|/,
    {
      ...({ 0: 'EMERGENCY', 1: 'ALERT', 2: 'CRITICAL', 3: 'ERROR' } as const),
      ...({ 4: 'WARNING', 5: 'NOTICE', 6: 'INFO', 7: 'DEBUG' } as const),
    },
  ],
];

/** The level that a line gives in a code of its program's, or null. */
export function codedLevel(line: string): Severity | null {
  for (const [pattern, levels] of CODES) {
    const code = pattern.exec(line)?.[1];
    if (code !== undefined) return levels[code] ?? null;
  }
  return null;
}

/** MongoDB's JSON: `{"t":…,"s":"E","c":"NETWORK","ctx":"conn7","msg":…}`, its severity in a letter; null of any other. */
export function mongoLevel({ s, c, ctx }: Record<string, unknown>): Severity | null {
  if (typeof s !== 'string' || typeof c !== 'string' || typeof ctx !== 'string') return null;
  // Of what strangers write nothing is looked up in an object by any name.
  const letter = /^(?:([IWEF])|(D)\d?)$/.exec(s);
  return letter === null ? null : (LETTERS[letter[1] ?? letter[2] ?? ''] ?? null);
}
