import type { Severity } from '../model/severity.ts';

type Levels = Readonly<Record<string, Severity>>;

const LETTERS: Levels = { D: 'DEBUG', I: 'INFO', W: 'WARNING', E: 'ERROR', F: 'CRITICAL' };

/** How programs begin a line that say its level in a letter, a sign, a number or a word of their own. */
const CODES: readonly (readonly [RegExp, Levels])[] = [
  // glog and klog: `E0916 00:42:53.123456       1 file.go:12] …`
  [/^([IWEF])\d{4} \d\d:\d\d:\d\d/, LETTERS],
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
  return LETTERS[s.replace(/^D\d$/, 'D')] ?? null;
}
