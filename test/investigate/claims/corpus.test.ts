import { describe, expect, it } from 'vitest';
import { checkText } from '../../support/claims.ts';
import { CHECKOUT, INVENTIONS, TRUE_PROSE, TRUE_SENTENCES } from '../../support/claims-corpus.ts';

describe('true sentences', () => {
  it('are a hundred, and at most two of them are flagged', () => {
    expect(new Set(TRUE_SENTENCES).size).toBe(100);
    const flagged = TRUE_SENTENCES.filter((sentence) => checkText(sentence, ...CHECKOUT).unbacked.length > 0);
    expect(flagged.slice(2)).toEqual([]);
  });

  it('are nearly all seen to claim something, and say what it rests on', () => {
    const checked = TRUE_SENTENCES.map((sentence) => checkText(sentence, ...CHECKOUT).claims);
    expect(checked.filter((claims) => claims.length > 0).length).toBeGreaterThanOrEqual(95);
    for (const claim of checked.flat()) expect(claim.restsOn.length > 0).toBe(claim.because === null);
  });

  it.each(TRUE_PROSE)('stand in prose as a model writes it: %s', (sentence) => {
    expect(checkText(sentence, ...CHECKOUT).unbacked).toEqual([]);
  });

  it('are not true of another afternoon', () => {
    const claiming = TRUE_SENTENCES.filter((sentence) => checkText(sentence, ...CHECKOUT).claims.length > 0);
    const elsewhere = claiming.filter((sentence) => checkText(sentence, 'entries: 3').unbacked.length === 0);
    expect(elsewhere).toEqual([]);
  });
});

describe('an author who makes things up', () => {
  it.each(INVENTIONS)('is caught with %s', (_, sentence, invented) => {
    const { unbacked } = checkText(sentence, ...CHECKOUT);
    expect(unbacked.map(({ text }) => text)).toContain(invented);
    for (const { because, restsOn } of unbacked) expect([typeof because, restsOn]).toEqual(['string', []]);
  });

  it.each(INVENTIONS)('is caught with %s in the midst of what is true', (_, sentence, invented) => {
    const text = `The error was logged 1,187 times (E1). ${sentence} The first came at 09:14 UTC.`;
    const { unbacked } = checkText(text, ...CHECKOUT);
    expect(unbacked.map((claim) => claim.text)).toContain(invented);
    for (const claim of unbacked) expect(text.slice(claim.offset, claim.offset + claim.text.length)).toBe(claim.text);
  });

  it('is caught with at least twenty kinds of things', () => {
    expect(new Set(INVENTIONS.map(([kind]) => kind)).size).toBeGreaterThanOrEqual(20);
  });
});
