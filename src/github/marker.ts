import { Fingerprint } from '../model/cluster.ts';

/** What ties an issue or a comment to a cluster, hidden in its text. */
export interface Marker {
  readonly fingerprint: string;
  readonly run: string;
  readonly draft: string;
  /** What a comment tells, said once: a key such as `regressed-421`. */
  readonly news?: string;
}

const START = '<!-- log-gardener ';
const END = ' -->';
const LONGEST = 500;
const VALUE = /^[A-Za-z0-9][\w.:-]*$/;

/** The hidden line for an issue's body or a comment. Throws RangeError for a value that would not come back. */
export function generateMarker(marker: Marker): string {
  const fields = Object.entries({
    fingerprint: marker.fingerprint,
    run: marker.run,
    draft: marker.draft,
    ...(marker.news !== undefined && { news: marker.news }),
  });
  for (const [name, value] of fields) {
    if (!VALUE.test(value)) throw new RangeError(`A marker cannot carry ${name}=${JSON.stringify(value)}`);
  }
  const text = `${START}${fields.map(([name, value]) => `${name}=${value}`).join(' ')}${END}`;
  const [back] = parseMarkers(text);
  if (back === undefined) throw new RangeError(`A marker for ${marker.fingerprint} cannot be read back: ${text}`);
  return text;
}

/**
 * The markers in a text, in order. One counts only alone on its line, as we write it: a log line quoted in a sentence is
 * none. Who wrote the text is for the caller to ask; anybody can copy a marker.
 */
export function parseMarkers(text: string): Marker[] {
  const markers: Marker[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith(START) || line.length > LONGEST) continue;
    const whole = line.trimEnd();
    const marker = whole.endsWith(END) ? readFields(whole.slice(START.length, -END.length)) : null;
    if (marker !== null) markers.push(marker);
  }
  return markers;
}

function readFields(text: string): Marker | null {
  const fields = new Map<string, string>();
  for (const field of text.split(' ')) {
    const equals = field.indexOf('=');
    const value = field.slice(equals + 1);
    if (equals < 1 || !VALUE.test(value)) return null;
    fields.set(field.slice(0, equals), value);
  }
  const fingerprint = fields.get('fingerprint') ?? '';
  const run = fields.get('run');
  const draft = fields.get('draft');
  const news = fields.get('news');
  if (!Fingerprint.safeParse(fingerprint).success || run === undefined || draft === undefined) return null;
  return { fingerprint, run, draft, ...(news !== undefined && { news }) };
}
