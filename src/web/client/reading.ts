import type { Completeness } from '../../model/completeness.ts';
import { count, number } from './words.ts';

export interface Reading {
  /** Whether every number counts all there was. */
  readonly whole: boolean;
  readonly says: string;
  /** What was not read, or could not be used: the first thing to know about the numbers. */
  readonly missing: readonly string[];
  /** What was left out on purpose. */
  readonly aside: readonly string[];
}

/** The completeness record in words. */
export function tellReading(collected: Completeness): Reading {
  const { sources, read, kept, malformed, truncated, split, requestLog, cloud } = collected;
  const missing = [
    ...(truncated === null ? [] : [`reading stopped early: ${truncated}`]),
    ...(malformed === 0 ? [] : [`${count(malformed, 'line was', 'lines were')} no entry and set aside`]),
    ...(split === undefined || split.incomplete === 0
      ? []
      : [`${count(split.incomplete, 'entry lacks', 'entries lack')} a part`]),
    ...(requestLog === undefined || requestLog.truncated === null
      ? []
      : [`the request log was not read to its end: ${requestLog.truncated}`]),
  ];
  const aside = [
    [collected.belowSeverity, 'below the severity'],
    [collected.outsideWindow, 'outside the window'],
    [collected.routine ?? 0, 'of the audit log, about successful calls'],
    [collected.duplicates, 'read twice, counted once'],
    [collected.redacted, 'with something hidden in them'],
  ] as const;
  const from =
    sources.length === 1 && sources[0] !== undefined ? baseName(sources[0].name) : count(sources.length, 'source');
  const pages = cloud === undefined ? '' : ` in ${count(collected.pages, 'page')}`;
  return {
    whole: missing.length === 0,
    says: `${count(read, 'entry', 'entries')} read from ${from}${pages}, ${number(kept)} clustered`,
    missing,
    aside: aside.filter(([many]) => many > 0).map(([many, what]) => `${number(many)} ${what}`),
  };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
