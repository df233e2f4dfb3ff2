import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { type Positive, readNegatives, readPositives } from '../support/redaction-corpus.ts';

const positives = readPositives();
const negatives = readNegatives();
const redactor = createRedactor({ key: 'corpus', patterns: [] });
const redacted = (text: string) => redactor.text(text);

/** Hidden whole: nothing of it stands there but its placeholder. */
function isHidden({ before, secret, text }: Positive): boolean {
  const result = redacted(text);
  const middle = result.slice(lengthShared(before, result), result.length);
  return !result.includes(secret) && /\[[a-z-]+-[0-9a-f]{4}\]/.test(middle);
}

/** The same, with the placeholder of its kind, and nothing else hidden. */
function isExact({ kind, before, after, text }: Positive): boolean {
  const result = redacted(text);
  if (!result.startsWith(before) || !result.endsWith(after)) return false;
  const middle = result.slice(before.length, result.length - after.length);
  return new RegExp(`^\\[${kind}-[0-9a-f]{4}\\]$`).test(middle);
}

function lengthShared(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

describe('the corpus of secrets and of what only looks like one', () => {
  it('is large enough to say something', () => {
    expect(positives.length).toBeGreaterThanOrEqual(200);
    expect(negatives.length).toBeGreaterThanOrEqual(200);
    expect(positives.filter(({ secret, text }) => secret.length < 4 || /[‹›¦]/.test(text))).toEqual([]);
    expect(new Set(positives.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(22);
  });

  it('is recalled to at least 0.99', () => {
    const missed = positives.filter((each) => !isHidden(each)).map(({ text }) => text);
    const recall = 1 - missed.length / positives.length;
    console.info(
      `recall ${recall.toFixed(3)}: ${positives.length - missed.length} of ${positives.length} hidden whole`,
    );
    expect(recall, `missed: ${missed.join('\n')}`).toBeGreaterThanOrEqual(0.99);
  });

  it('is told apart with a precision of at least 0.99', () => {
    const found = positives.filter(isHidden).length;
    const wrong = negatives.map(([, text]) => text).filter((text) => redacted(text) !== text);
    const precision = found / (found + wrong.length);
    console.info(`precision ${precision.toFixed(3)}: ${wrong.length} of ${negatives.length} look-alikes hidden`);
    expect(precision, `taken for secrets: ${wrong.join('\n')}`).toBeGreaterThanOrEqual(0.99);
  });

  it('is hidden under the kind it is of, and the text around it stays', () => {
    const inexact = positives.filter((each) => !isExact(each)).map(({ text }) => [text, redacted(text)]);
    expect(inexact.length / positives.length, JSON.stringify(inexact, null, 1)).toBeLessThanOrEqual(0.01);
  });

  it('gets one placeholder for one secret, wherever it stands, and another for another', () => {
    const secret = positives.find(({ kind }) => kind === 'email')?.secret ?? '';
    const placeholder = redacted(secret);
    for (const text of [`to ${secret}`, `{"to":"${secret}"}`, `<${secret}>,`, secret.toUpperCase()]) {
      expect(redacted(text)).toContain(placeholder);
    }
    expect(redacted(`x${secret}`)).not.toContain(placeholder);
    const another = createRedactor({ key: 'corpus', patterns: [] });
    expect(another.text(secret)).toBe(placeholder);
  });

  it('gets placeholders that cannot be tried out without the key', () => {
    const emails = positives.filter(({ kind }) => kind === 'email').map(({ secret }) => secret);
    const other = createRedactor({ key: 'another key', patterns: [] });
    const same = emails.filter((secret) => other.text(secret) === redacted(secret));
    expect(emails.length).toBeGreaterThan(10);
    expect(same.length).toBeLessThan(emails.length / 10);
  });
});
