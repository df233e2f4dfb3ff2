import type { Config } from '../config/schema.ts';
import { ConfigError } from '../model/errors.ts';
import { mapStrings } from './map-strings.ts';
import { withoutOrders } from './plain-message.ts';
import { findIpv4, findIpv6 } from './redact/addresses.ts';
import { findAssignments } from './redact/assignments.ts';
import { findCommandSecrets } from './redact/commands.ts';
import { findEmails } from './redact/emails.ts';
import { findPersonalNumbers } from './redact/personal-numbers.ts';
import { createPlaceholders, type PlaceholderKey, type Placeholders, replaceSpans } from './redact/placeholders.ts';
import { findPrivateKeys } from './redact/private-keys.ts';
import { MAY_HOLD, screen } from './redact/screen.ts';
import { classifyName, isHarmlessValue, type SecretName } from './redact/secret-names.ts';
import type { Detector, Span } from './redact/spans.ts';
import { findSpokenSecrets } from './redact/spoken.ts';
import { findSchemes, findTokens } from './redact/tokens.ts';
import { findUrlCredentials } from './redact/url-credentials.ts';

/** Hides secrets and personal data behind stable placeholders such as `[email-3f9a]`. */
export interface Redactor {
  /** Redacts one text; of one that holds a secret, orders to a terminal go too. Idempotent: `text(text(x)) === text(x)`. */
  text(text: string): string;
  /**
   * Redacts every string of a JSON value, object keys too; what a field's name calls a secret goes as a whole, and so
   * does every string in the lists and objects in it, and every number that may be one.
   * Parts without a change are the very same objects. `untouched`: fields of the outermost object that stay.
   *
   * @throws TooDeepError
   */
  value(value: unknown, untouched?: ReadonlySet<string>): unknown;
  /** Hides given spans, with the same placeholders and count, but for those that touch a placeholder: it did its work. */
  hide(text: string, spans: readonly Span[]): string;
  /**
   * Whether it may depend on their numbers what is hidden of messages of one wording (see wording/write-wording.ts), of
   * which this is one.
   */
  looksAtNumbers(text: string): boolean;
  /** Placeholders made so far. */
  readonly count: number;
}

interface FieldName {
  readonly speaksOf: SecretName | null;
  readonly redacted: string;
}

/** Most telling first: what one detector has hidden, the next ones leave alone. */
const DETECTORS: readonly { mask: number; find: Detector }[] = [
  { mask: MAY_HOLD.privateKey, find: findPrivateKeys },
  { mask: MAY_HOLD.url, find: findUrlCredentials },
  { mask: MAY_HOLD.token, find: findTokens },
  { mask: MAY_HOLD.scheme, find: findSchemes },
  { mask: MAY_HOLD.assignment, find: findAssignments },
  { mask: MAY_HOLD.command, find: findCommandSecrets },
  { mask: MAY_HOLD.spoken, find: findSpokenSecrets },
  { mask: MAY_HOLD.email, find: findEmails },
  { mask: MAY_HOLD.ipv6, find: findIpv6 },
  { mask: MAY_HOLD.ipv4, find: findIpv4 },
  { mask: MAY_HOLD.personalNumber, find: findPersonalNumbers },
];

/** Found by the form alone, but for addresses of machines, of which only some have a wording. */
const BY_FORM = MAY_HOLD.email | MAY_HOLD.ipv4;
/** One pass is enough nearly always; what hiding one thing uncovers is found by the next. */
const MOST_PASSES = 8;
/** Digits that a number has which may be a secret for the name of what it is below. */
const SHORTEST_BELOW = 4;
/** Distinct field names whose class is remembered. */
const REMEMBERED_NAMES = 10_000;

/**
 * The fast scanner that every entry goes through: one pass over the character codes says which detectors are worth
 * running, and each of those takes time in proportion to the text. `key` makes the placeholders' hashes; `patterns` are
 * regular expressions of the user's own, run last (how they backtrack is the user's choice).
 *
 * @throws ConfigError where a pattern is no regular expression
 */
export function createRedactor(options: { key: PlaceholderKey; patterns: Config['redact'] }): Redactor {
  const placeholders = createPlaceholders(
    options.key,
    options.patterns.map((pattern) => pattern.name),
  );
  const custom = options.patterns.map(customDetector);
  const names = new Map<string, FieldName>();
  let count = 0;
  const counted = () => {
    count += 1;
  };

  const pass = (text: string): string => {
    const mask = screen(text);
    if (mask === 0 && custom.length === 0) return text;
    let result = text;
    for (const { mask: needed, find } of DETECTORS) {
      if ((mask & needed) !== 0) result = replaceSpans(result, find(result), placeholders, counted);
    }
    for (const find of custom) result = replaceSpans(result, find(result), placeholders, counted);
    return result;
  };

  const redactText = (text: string): string => {
    // What colours stand in or beside looks like no secret, and an order to a terminal may look like one.
    const plain = withoutOrders(text);
    let result = plain;
    for (let passes = 0; passes < MOST_PASSES; passes += 1) {
      const next = pass(result);
      if (next === result) break;
      result = next;
    }
    // A search of the log finds only what stands there.
    return result === plain ? text : result;
  };

  const nameOf = (key: string): FieldName => {
    let name = names.get(key);
    if (name === undefined) {
      name = { speaksOf: classifyName(key), redacted: redactText(key) };
      if (names.size >= REMEMBERED_NAMES) names.clear();
      // What was counted for a name that holds a secret must be counted again for the next field of that name.
      if (name.redacted === key) names.set(key, name);
    }
    return name;
  };

  const redactField = (text: string, key: string): string => {
    const result = redactText(text);
    const name = key === '' ? null : nameOf(key).speaksOf;
    if (name === null || isHarmlessValue(result, key, name) || isHidden(result, placeholders)) return result;
    counted();
    return placeholders.make(name === 'cookie' ? 'cookie' : 'secret', text);
  };
  /** Of a number, a name that leaves it to the form says nothing; few digits below a name are a length or a version. */
  const redactNumber = (value: number, key: string, own: string): unknown => {
    const kind = key === '' ? null : nameOf(key).speaksOf;
    const text = String(value);
    if ((kind !== 'strong' && kind !== 'number') || (key !== own && text.length < SHORTEST_BELOW)) return value;
    const result = redactField(text, key);
    return result === text ? value : result;
  };
  const redactKey = (key: string): string => nameOf(key).redacted;
  /** Apart from `nameOf`, which counts what it hides in a name each time. */
  const speaksOf = (name: string): SecretName | null => {
    const known = names.get(name);
    return known === undefined ? classifyName(name) : known.speaksOf;
  };
  /** A name that speaks of a secret holds for all that is below it, but a surer one there for what it holds itself. */
  const holderOf = (name: string, around: string): string => {
    const outer = around === '' ? null : speaksOf(around);
    if (outer === null) return name;
    return outer === 'strong' || speaksOf(name) === null ? around : name;
  };

  return {
    text: redactText,
    value: (value, untouched) =>
      mapStrings(value, {
        text: redactField,
        number: redactNumber,
        key: redactKey,
        holder: holderOf,
        ...(untouched === undefined ? {} : { untouched }),
      }),
    hide(text, spans) {
      const taken = placeholders.find(text);
      const free = spans.filter((span) => !taken.some((place) => place.start < span.end && place.end > span.start));
      return replaceSpans(text, free, placeholders, counted);
    },
    looksAtNumbers: (text) => custom.length > 0 || (screen(text) & ~BY_FORM) !== 0,
    get count() {
      return count;
    },
  };
}

/** Whether nothing is left to see but the scheme: `Bearer [bearer-3f9a]`. */
function isHidden(text: string, placeholders: Placeholders): boolean {
  let rest = '';
  let done = 0;
  for (const place of placeholders.find(text)) {
    rest += text.slice(done, place.start);
    done = place.end;
  }
  return done > 0 && /^(?:\s|bearer|basic|token)*$/i.test(rest + text.slice(done));
}

function customDetector({ name, pattern }: Config['redact'][number]): Detector {
  const expression = compile(name, pattern);
  return (text) =>
    Array.from(text.matchAll(expression), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
      kind: name,
      value: match[0],
    })).filter((span) => span.end > span.start);
}

function compile(name: string, pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'gu');
  } catch {
    // Without the u flag more is allowed, such as `\-`.
  }
  try {
    return new RegExp(pattern, 'g');
  } catch (error) {
    throw new ConfigError(`redact "${name}": ${pattern} is no regular expression. Mend the pattern.`, { cause: error });
  }
}
