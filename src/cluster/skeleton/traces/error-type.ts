/** How names of exceptions end, over the languages whose traces are read. */
const ENDINGS = [
  'Error',
  'Exception',
  'Warning',
  'Fault',
  'Failure',
  'Interrupt',
  'Exit',
  'Panic',
  'Throwable',
  'Iteration',
];

/**
 * Whether an identifier is the name of an exception: `ValueError`, `java.io.IOException`, `requests.exceptions.Timeout`
 * is not (only its place in a trace tells). The bare endings count with `bare`.
 */
export function isErrorType(name: string, bare = false): boolean {
  const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  const first = last.charCodeAt(0);
  if (!(first >= 65 && first <= 90)) return false;
  return ENDINGS.some((ending) => last.endsWith(ending) && (last.length > ending.length || (bare && isBareType(last))));
}

function isBareType(name: string): boolean {
  return name === 'Error' || name === 'Exception' || name === 'Throwable';
}

/** Where the identifier (with dots) that ends before `end` begins. */
export function startOfName(text: string, end: number): number {
  let at = end;
  while (at > 0 && isNameCode(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

export function isNameCode(code: number): boolean {
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return letter || (code >= 48 && code <= 57) || code === 95 || code === 46 || code === 36;
}

/** `Type: message` or `Type` alone at the beginning of a line of a trace, where any identifier is the exception's name. */
export function readThrown(line: string): { type: string; message: string } | null {
  let end = 0;
  while (end < line.length && isNameCode(line.charCodeAt(end))) end += 1;
  if (end === 0 || (line.charCodeAt(0) >= 48 && line.charCodeAt(0) <= 57)) return null;
  const type = line.slice(0, end);
  if (end === line.length) return { type, message: '' };
  if (line.charCodeAt(end) !== 58) {
    // Node adds the code to the name: `TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument …`; .NET the system's, too:
    // `System.Net.Sockets.SocketException (111): Connection refused`.
    const code = /^ (?:\[[A-Z0-9_]{1,64}\]|\((?:0x)?[0-9A-Fa-f]{1,8}\)):/.exec(line.slice(end, end + 70));
    return code === null ? null : { type, message: line.slice(end + code[0].length).trim() };
  }
  if (end + 1 < line.length && line.charCodeAt(end + 1) !== 32) return null;
  return { type, message: line.slice(end + 1).trim() };
}

/** The first exception that a line names, `Type: message` to its end, with what stands before it; null where there is none. */
export function findThrown(line: string): { before: string; type: string; message: string } | null {
  const text = line.trimEnd();
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && isNameCode(text.charCodeAt(at))) continue;
    const start = startOfName(text, at);
    const type = text.slice(start, at);
    if (type !== '' && isErrorType(type, true)) {
      const read = readThrown(text.slice(start));
      if (read !== null) return { before: text.slice(0, start), ...read };
    }
  }
  return null;
}
