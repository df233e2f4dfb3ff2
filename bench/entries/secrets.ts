/** A secret of the one kind or the other, no two the same. */
const SECRETS: readonly ((index: number) => string)[] = [
  (index) => `user${index}@mail${index % 977}.example.com`,
  (index) => `password=hunter${index}x`,
  (index) => `198.51.${(index >>> 8) % 100}.${index % 256}`,
  (index) => `Authorization: Bearer abcdef${index}0123456789`,
  (index) => `postgres://app:s3cr3t${index}@db.internal/shop`,
  (index) => `ghp_${'abcdefghijklmnopqrstuvwxyzABCD'}${String(index).padStart(6, '0')}`,
];

/** The places of a text, the likeliest first; a text is written as JSON. */
const TEXTS = /"(?:message|msg|event|textPayload|requestUrl)":"(?:[^"\\]|\\.)+(?=")/;

/** The same entry with a secret at the end of its message, or of its request's URL; null where it has neither. */
export function plantSecret(json: string, index: number): string | null {
  const text = TEXTS.exec(json);
  if (text === null) return null;
  const at = text.index + text[0].length;
  const secret = SECRETS[index % SECRETS.length]?.(index) ?? '';
  return `${json.slice(0, at)} ${secret}${json.slice(at)}`;
}
