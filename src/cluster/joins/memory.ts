import { saysAny } from './says-any.ts';

const WORDINGS: readonly RegExp[] = [
  /\bmemory limit\b|\bout of memory\b|\bOOM(?:Kill\w*|-?kill\w*)?\b|\bheap (?:limit|space|out of memory|exhausted)\b|\btoo much memory\b|\bcannot allocate memory\b/i,
  /\b(?:high|low|critical) memory\b|\bmemory (?:usage|use|pressure|consumption)\b.{0,60}(?:\d|\bhigh\b|\babove\b|\bexceed)|\bmemory (?:is )?(?:almost|nearly) (?:full|exhausted)\b/i,
];
const TYPES = /^(?:MemoryError|OutOfMemoryError|OutOfMemoryException)$/;

/** Memory that may run out while the machine, the container and the heap have enough, and the reverse. */
const APART: readonly (readonly [string, RegExp])[] = [
  ['GPU memory', /\bCUDA\b|\bCUDA_ERROR_|\bdevice:GPU\b|\bGPU memory\b|\b(?:HIP|MPS backend) out of memory\b/],
  ['Metaspace', /\bMetaspace\b|\bcompressed class space\b/i],
  ['threads', /\bnative thread\b/i],
  ['direct memory', /\bdirect (?:buffer )?memory\b/i],
  ['array size', /\barray size exceeds\b/i],
  ["Redis's maxmemory", /\bmaxmemory\b/],
];
const KINDS_APART: ReadonlySet<string> = new Set(APART.map(([kind]) => kind));

/** What Linux's kernel and the kubelet say of the process that had to go. */
const VICTIM =
  /\b[Kk]ill(?:ed)? process \d{1,10}(?:, UID \d{1,10},)? \(([^()]{1,64})\)|\bvictim process: ([^\s,]{1,64})/;

/**
 * Which memory runs out, by what is said of it: that of a process that was killed, by its name, a kind of its own, or ''
 * where neither is told; null where nothing of the sort is said.
 */
export function memoryIn(texts: readonly string[], types: readonly string[]): string | null {
  if (!saysAny(WORDINGS, texts) && !types.some((type) => TYPES.test(type))) return null;
  const apart = APART.find(([, wording]) => saysAny([wording], texts));
  if (apart !== undefined) return apart[0];
  const [, killed, victim] = texts.map((text) => VICTIM.exec(text)).find((found) => found !== null) ?? [];
  return killed ?? victim ?? '';
}

/** Splits what complains of memory by whose it is: who names no process goes with the only one that is named. */
export function splitByMemory<Plaintiff extends { readonly complaint: { readonly about: string } }>(
  plaintiffs: readonly Plaintiff[],
): Plaintiff[][] {
  const byMemory = Map.groupBy(plaintiffs, ({ complaint }) => complaint.about);
  const unnamed = byMemory.get('') ?? [];
  const [only, ...others] = [...byMemory.keys()].filter((about) => about !== '' && !KINDS_APART.has(about));
  if (only === undefined || others.length > 0) return [...byMemory.values()];
  byMemory.delete('');
  byMemory.set(only, [...(byMemory.get(only) ?? []), ...unnamed]);
  return [...byMemory.values()];
}
