import { messageOf } from '../collect/message.ts';
import type { Cluster } from '../model/cluster.ts';

/** What a message itself tells of an error where no stack trace in it could be read. */
export interface MessageLines {
  /** What its later lines say went wrong, without the marks that runtimes put before it. */
  readonly complaints: readonly string[];
  /** Where in the code it says that it happened, first named first. */
  readonly places: readonly NamedPlace[];
}

interface NamedPlace {
  /** As the message has it: `src/fares/table.rs`. */
  readonly path: string;
  readonly line: string;
  /** Empty where it names none. */
  readonly function: string;
}

const MOST_LINES = 40;
const LONGEST_LINE = 600;
const MOST_COMPLAINTS = 2;
const MOST_PLACES = 2;

/** Of what languages' sources are called; any other word with a dot and a number behind it may be a host and a port. */
const SOURCE = 'exs?|erl|rs|cs|fs|vb|php|rb|py|[cm]?[jt]sx?|go|java|kts?|scala|cc?|cpp|swift|dart|pl|lua|clj|hs|groovy';
/** `src/fares/table.rs:77:18`, `Envelope.php on line 88`, `NordlichtClient.cs:line 41`, `loot.py", line 12` */
const PLACE = new RegExp(
  String.raw`(?<![\w.~/-])((?:[\w.~-]{0,60}/){0,12}[\w-]{1,80}\.(?:${SOURCE}))(?::line |", line | on line |:)(\d{1,6})\b`,
);
const SOURCE_FILE = new RegExp(String.raw`(?<![\w.-])[\w-]{1,80}\.(?:${SOURCE})(?![\w/-]|\.\w)`, 'g');
/** Elixir writes the function behind the place, .NET before it. */
const BEHIND = /^: ([A-Za-z_][\w.]{2,120})[(/]/;
const BEFORE = /\bat ([A-Za-z_][\w.]{2,120})\([^()]{0,200}\) in $/;
const OF_LIBRARIES =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|deps|gems|\.cargo|rustc|usr\/lib|usr\/local)\//;
const FRAME = /^(?:at |from |in |File "|#\d|\(|\d{1,3}: |-{3} |\.{3} )/;
const MARK = /^(?:\*\* \([\w.]{1,100}\) |-{2,3}> |Caused by: )/;

/** Nothing where clustering read a stack trace: that one knows better. */
export function readMessageLines({ rootCause, patterns: [root] }: Cluster): MessageLines {
  if (rootCause !== null || root === undefined) return { complaints: [], places: [] };
  const lines = messageOf(root.example)
    .split('\n', MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE).trim());
  const places = lines.map(placeIn).filter((place) => place !== null);
  const complaints = lines
    .slice(1)
    .filter((line) => /\p{L}{3}.*\s\p{L}{2}/u.test(line) && !FRAME.test(line) && placeIn(line) === null)
    .map((line) => line.replace(MARK, (mark) => mark.match(/\w[\w.]*(?=\))/)?.[0].concat(': ') ?? ''));
  return { complaints: complaints.slice(0, MOST_COMPLAINTS), places: places.slice(0, MOST_PLACES) };
}

/** The source files that a text names, without their folders. */
export function sourceFilesIn(text: string): string[] {
  return [...new Set(text.match(SOURCE_FILE) ?? [])];
}

function placeIn(line: string): NamedPlace | null {
  const found = PLACE.exec(line);
  const [whole = '', path = '', number = ''] = found ?? [];
  if (found === null || OF_LIBRARIES.test(path)) return null;
  const [, behind] = BEHIND.exec(line.slice(found.index + whole.length)) ?? [];
  const [, before] = BEFORE.exec(line.slice(0, found.index)) ?? [];
  return { path, line: number, function: behind ?? before ?? '' };
}
