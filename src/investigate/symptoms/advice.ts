import type { Cluster } from '../../model/cluster.ts';
import { SEVERITY_RANK } from '../../model/severity.ts';

/** A line that proposes a change; some propose the opposite of what they say. */
export interface Advice {
  kind: 'advice';
  setting: string | null;
  from: string | null;
  to: string | null;
  contrary: boolean;
}

const CHANGING =
  'reducing|lowering|decreasing|increasing|raising|using|setting|adding|upgrading|enabling|disabling|switching|tuning|adjusting|caching|batching|indexing|migrating';
const CHANGE = 'reduce|lower|decrease|increase|raise|use|set|add|upgrade|enable|disable|switch|tune|adjust';
const ANOTHER = 'an? (?:larger|smaller|bigger|higher|lower|longer|shorter)';
/** A clause that begins with it: `recommendations` are also what a shop shows, and somebody may consider a refund. */
const PROPOSES = new RegExp(
  String.raw`(?:^|[.!?:;,)] |[-–—] )(?:(?:please|possibly|and|or) )?(?:consider (?:${CHANGING}|${ANOTHER})|(?:we )?recommend (?:${CHANGING})|(?:it is )?recommended to (?:${CHANGE}))\b`,
  'i',
);

/** Whoever says that something went wrong reports that, whatever is advised besides. */
const FAILS =
  /\b(?:fail\w*|err(?:or|ors|ored)|exceptions?|panic\w*|fatal|can ?not|can't|couldn't|could not|unable|refus\w+|reject\w+|deni(?:ed|es)|abort\w*|crash\w*|kill\w*|terminat\w+|drop(?:ped|s|ping)|los(?:t|es|ing)|clos(?:ed|ing)|broken?|exceed\w*|exhaust\w+|time[ds]? ?out|invalid|missing|not (?:found|available|supported|set|be)|has no|reached|full|out of)\b/i;

/** Only below ERROR: who reports an error is not asking for a change of opinion. */
export function readAdvice(text: string, { facts, rootCause }: Cluster): Advice | null {
  if (rootCause !== null || SEVERITY_RANK[facts.severity] >= SEVERITY_RANK.ERROR) return null;
  if (!PROPOSES.test(text) || FAILS.test(text)) return null;
  const [, verb = '', setting, from, to] =
    /\b(reduc|lower|decreas|increas|rais)\w{1,4} (\w{3,80}) from ~?([\d.]{1,12}\w{0,3}) to ~?([\d.]{1,12}\w{0,3})/i.exec(
      text,
    ) ?? [];
  if (setting === undefined || from === undefined || to === undefined) {
    const named = /\b[A-Z]{2,}(?:_[A-Z0-9]+)+\b/.exec(text)?.[0] ?? null;
    return { kind: 'advice', setting: named, from: null, to: null, contrary: false };
  }
  const sameUnit = from.replace(/[\d.]+/, '') === to.replace(/[\d.]+/, '');
  const down = /^(?:reduc|lower|decreas)/i.test(verb);
  const contrary =
    sameUnit &&
    (down ? Number.parseFloat(to) > Number.parseFloat(from) : Number.parseFloat(to) < Number.parseFloat(from));
  return { kind: 'advice', setting, from, to, contrary };
}
