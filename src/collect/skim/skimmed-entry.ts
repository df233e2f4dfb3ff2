import type { CollectedEntry, LogEntry, Place, Setting, WholeEntry, Wording } from '../../model/entry.ts';
import type { Severity, SeveritySource } from '../../model/severity.ts';
import { besideMessage } from '../beside-message.ts';
import { plainMessage } from '../plain-message.ts';
import { type Reading, wholeEntry } from '../reading.ts';
import type { Redactor } from '../redact.ts';
import { formatTime } from '../time.ts';
import { type Origin, requestMessage } from './facts.ts';
import { textAt } from './text-at.ts';

/** A line, and what identifies the entry in it. */
export interface Line {
  bytes: Buffer;
  start: number;
  end: number;
  seconds: number;
  nanos: number;
  receivedSeconds: number;
  receivedNanos: number;
  insertIdStart: number;
  insertIdEnd: number;
  insertHash: number;
  identityLow: number;
  identityHigh: number;
}

export function emptyLine(): Line {
  return {
    bytes: Buffer.alloc(0),
    start: 0,
    end: 0,
    seconds: 0,
    nanos: 0,
    receivedSeconds: 0,
    receivedNanos: 0,
    insertIdStart: 0,
    insertIdEnd: 0,
    insertHash: 0,
    identityLow: 0,
    identityHigh: 0,
  };
}

const NO_GROUPS: readonly string[] = [];

/**
 * What the fast reader found in a line: the reading and, where it is kept, the entry itself. What is rarely wanted is
 * read off the bytes when it is asked for; so this holds on to them, and is not for keeping. A class, since a million are
 * made, and one object each with getters on its prototype costs least.
 */
export class SkimmedEntry implements Reading, CollectedEntry {
  readonly seconds: number;
  readonly nanos: number;
  readonly receivedSeconds: number;
  readonly receivedNanos: number;
  readonly identityLow: number;
  readonly identityHigh: number;
  readonly insertHash: number;
  outcome: Reading['outcome'] = 'kept';
  hidden = false;
  /** Such entries are read as a whole. */
  readonly sentence = null;
  requestStatus = 0;
  severity: Severity = 'DEFAULT';
  severitySource: SeveritySource = 'stated';
  wording: Wording | null = null;
  /** Redacted. Null where the request is the message, and where it is to be made when it is asked for. */
  text: string | null = null;
  /** Undefined where it is to be made when it is asked for. */
  besides: string | null | undefined = null;
  /** Where the message stands and what it is written with, if it has a wording. */
  textStart = 0;
  textEnd = 0;
  textHow = 0;
  place: Place | null = null;
  /** What the payload says, where the entry does not say it itself. */
  traceText = '';
  traceStart = 0;
  traceEnd = 0;
  traceHash: number | null = null;
  user = '';
  userHash: number | null = null;
  http: CollectedEntry['http'] = null;
  hasText = false;
  errorGroups: readonly string[] = NO_GROUPS;
  private readonly bytes: Buffer;
  private readonly start: number;
  private readonly end: number;
  private readonly insertIdStart: number;
  private readonly insertIdEnd: number;
  private readonly origin: Origin;
  private readonly redactor: Redactor;

  constructor(line: Readonly<Line>, origin: Origin, redactor: Redactor) {
    this.seconds = line.seconds;
    this.nanos = line.nanos;
    this.receivedSeconds = line.receivedSeconds;
    this.receivedNanos = line.receivedNanos;
    this.identityLow = line.identityLow;
    this.identityHigh = line.identityHigh;
    this.insertHash = line.insertHash;
    this.bytes = line.bytes;
    this.start = line.start;
    this.end = line.end;
    this.insertIdStart = line.insertIdStart;
    this.insertIdEnd = line.insertIdEnd;
    this.origin = origin;
    this.redactor = redactor;
  }

  get kept(): CollectedEntry | null {
    return this.outcome === 'kept' ? this : null;
  }
  get service(): string {
    return this.origin.service;
  }
  get revision(): string {
    return this.origin.revision;
  }
  get instance(): string {
    return this.origin.instance;
  }
  get instanceHash(): number | null {
    return this.origin.instanceHash;
  }
  get setting(): Setting {
    return this.origin.setting;
  }
  get message(): string {
    if (this.text === null) {
      this.text =
        this.wording === null
          ? requestMessage(this.entry, this.redactor)
          : this.redactor.text(plainMessage(textAt(this.bytes, this.textStart, this.textEnd, this.textHow)));
    }
    return this.text;
  }
  get exception(): string | null {
    if (this.besides === undefined) this.besides = this.keep()().exception;
    return this.besides;
  }
  get trace(): string {
    return this.traceEnd === 0 ? this.traceText : this.bytes.toString('latin1', this.traceStart, this.traceEnd);
  }
  get insertId(): string {
    return this.bytes.toString('latin1', this.insertIdStart, this.insertIdEnd);
  }
  get time(): bigint {
    return BigInt(this.seconds) * 1_000_000_000n + BigInt(this.nanos);
  }
  get timestamp(): string {
    return formatTime(this.time);
  }
  get entry(): LogEntry {
    return this.keep()().entry;
  }

  keep(): () => WholeEntry {
    const json = this.bytes.toString('utf8', this.start, this.end);
    const { redactor, text, besides } = this;
    return () => {
      const entry = wholeEntry(json, redactor);
      const message = text ?? requestMessage(entry, redactor);
      return { entry, message, exception: besides === undefined ? besideIn(entry, message, redactor) : besides };
    };
  }
}

/** The exception beside a message, of an entry that is redacted. */
function besideIn(entry: LogEntry, message: string, redactor: Redactor): string | null {
  const found = besideMessage(entry, message);
  return found === null ? null : redactor.text(found);
}
