import { parseTime } from '../../../src/collect/time.ts';
import { SEVERITY_RANK, Severity } from '../../../src/model/severity.ts';
import type { StoredEntry } from './log.ts';

/** Whether an entry meets a filter. */
type Condition = (entry: StoredEntry) => boolean;

/** A filter, read: the condition, and the bounds on `timestamp` that every match keeps, so that a search can begin there. */
export interface ParsedFilter {
  readonly matches: Condition;
  readonly since: bigint | null;
  readonly until: bigint | null;
  readonly namesTimestamp: boolean;
}

/** What the server answers INVALID_ARGUMENT to. */
export class FilterError extends Error {
  override name = 'FilterError';
}

interface Term {
  readonly matches: Condition;
  readonly since: bigint | null;
  readonly until: bigint | null;
}

/**
 * The part of the Logging query language that a collector needs: comparisons joined by AND, OR, NOT, parentheses, and
 * AND left out (https://cloud.google.com/logging/docs/view/logging-query-language). As there, OR binds tighter than AND.
 *
 * @throws FilterError
 */
export function parseFilter(text: string): ParsedFilter {
  const tokens = [...tokensOf(text)];
  let at = 0;
  let namesTimestamp = false;
  const takes = (word: string): boolean => {
    if (tokens[at] !== word) return false;
    at += 1;
    return true;
  };

  const conjunction = (): Term => {
    let whole: Term = { matches: () => true, since: null, until: null };
    while (at < tokens.length && tokens[at] !== ')') {
      takes('AND');
      const next = disjunction();
      const before = whole;
      whole = {
        matches: (entry) => before.matches(entry) && next.matches(entry),
        since: later(before.since, next.since),
        until: earlier(before.until, next.until),
      };
    }
    return whole;
  };
  const disjunction = (): Term => {
    const first = factor();
    const others: Term[] = [];
    while (takes('OR')) others.push(factor());
    if (others.length === 0) return first;
    const any = [first, ...others];
    return { matches: (entry) => any.some((term) => term.matches(entry)), since: null, until: null };
  };
  const factor = (): Term => {
    if (takes('NOT') || takes('-')) {
      const { matches } = factor();
      return { matches: (entry) => !matches(entry), since: null, until: null };
    }
    if (takes('(')) {
      const inner = conjunction();
      if (!takes(')')) throw new FilterError('a parenthesis is not closed');
      return inner;
    }
    const [path, operator, value] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    at += 3;
    if (path === undefined || operator === undefined || value === undefined) throw new FilterError('it breaks off');
    if (path === 'timestamp') namesTimestamp = true;
    return comparison(path, operator, value);
  };

  const { matches, since, until } = conjunction();
  if (at < tokens.length) throw new FilterError(`"${tokens[at]}" is not expected`);
  return { matches, since, until, namesTimestamp };
}

const TOKEN =
  /\s+|(?<paren>[()])|(?<operator>!=|>=|<=|=|>|<|:)|(?<word>\*|(?:[\w./-]|"(?:[^"\\]|\\.)*")+)|(?<other>.)/gs;

function* tokensOf(text: string): Generator<string> {
  for (const { groups = {} } of text.matchAll(TOKEN)) {
    if (groups.other !== undefined) throw new FilterError(`"${groups.other}" is not expected`);
    const token = groups.paren ?? groups.operator ?? groups.word;
    if (token !== undefined) yield token;
  }
}

function comparison(path: string, operator: string, quoted: string): Term {
  const value = unquoted(quoted);
  if (path === 'timestamp' || path === 'receiveTimestamp') {
    const bound = parseTime(value);
    if (bound === null) throw new FilterError(`"${value}" is no time`);
    const of = path === 'timestamp' ? (entry: StoredEntry) => entry.time : (entry: StoredEntry) => entry.received;
    const compare = ordered(operator, (entry: StoredEntry) => compareBigInt(of(entry), bound));
    const isLower = operator === '>=' || operator === '>';
    const isUpper = operator === '<=' || operator === '<';
    if (path === 'receiveTimestamp') return { matches: compare, since: null, until: null };
    return { matches: compare, since: isLower ? bound : null, until: isUpper ? bound + 1n : null };
  }
  if (path === 'severity') {
    const severity = Severity.safeParse(value);
    if (!severity.success) throw new FilterError(`"${value}" is no severity`);
    const rank = SEVERITY_RANK[severity.data];
    return unbounded(ordered(operator, (entry) => rankOf(entry) - rank));
  }
  const segments = segmentsOf(path);
  const textOf = (entry: StoredEntry): string | null => {
    let found: unknown = entry.json;
    for (const segment of segments) {
      if (typeof found !== 'object' || found === null || !Object.hasOwn(found, segment)) return null;
      found = Reflect.get(found, segment);
    }
    return typeof found === 'string' ? found : JSON.stringify(found);
  };
  if (operator === '=') return unbounded((entry) => textOf(entry) === value);
  if (operator === '!=') return unbounded((entry) => textOf(entry) !== value);
  if (operator === ':' && quoted === '*') return unbounded((entry) => textOf(entry) !== null);
  if (operator === ':')
    return unbounded((entry) => textOf(entry)?.toLowerCase().includes(value.toLowerCase()) ?? false);
  throw new FilterError(`${path} ${operator} is not known here`);
}

function unbounded(matches: Condition): Term {
  return { matches, since: null, until: null };
}

function ordered(operator: string, compare: (entry: StoredEntry) => number): Condition {
  if (operator === '=') return (entry) => compare(entry) === 0;
  if (operator === '!=') return (entry) => compare(entry) !== 0;
  if (operator === '>=') return (entry) => compare(entry) >= 0;
  if (operator === '<=') return (entry) => compare(entry) <= 0;
  if (operator === '>') return (entry) => compare(entry) > 0;
  if (operator === '<') return (entry) => compare(entry) < 0;
  throw new FilterError(`"${operator}" does not compare`);
}

function rankOf({ json }: StoredEntry): number {
  const severity = Severity.safeParse(json.severity ?? 'DEFAULT');
  return severity.success ? SEVERITY_RANK[severity.data] : 0;
}

/** `labels."k8s-pod/app"` → labels, k8s-pod/app. */
function segmentsOf(path: string): string[] {
  return [...path.matchAll(/"((?:[^"\\]|\\.)*)"|[^."]+/g)].map(([plain, quoted]) => quoted ?? plain);
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}

function compareBigInt(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function later(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function earlier(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || (b !== null && b < a) ? b : a;
}
