import { describe, expect, it } from 'vitest';
import { INVESTIGATOR_PROMPT, loadPrompt } from '../../../src/investigate/claude/prompt.ts';
import { createRecital } from '../../../src/investigate/claude/recital.ts';
import { readScenarios } from '../../support/eval/scenario.ts';

const { system } = await loadPrompt(INVESTIGATOR_PROMPT);
const recites = createRecital([system]);
const SECRET =
  'One cluster of log entries is yours: find out whether the issue tracker knows the problem, and write what a maintainer needs to fix it.';

const rot13 = (text: string) =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const base = letter < 'a' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

describe('a text that repeats the instructions', () => {
  it.each<[string, string]>([
    ['as they stand', SECRET],
    ['in the middle of something else', `Orders fail. ${SECRET.slice(20)} So they do.`],
    ['in capitals and over lines', SECRET.toUpperCase().replaceAll(' ', '\n> ')],
    ['letter by letter', [...SECRET].join('.')],
    ['with what nobody sees between', [...SECRET].join('\u200b')],
    ['backwards', [...SECRET].reverse().join('')],
    ['in full-width letters', SECRET.replaceAll(/[a-z]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ['in Cyrillic letters', SECRET.replaceAll('a', 'а').replaceAll('e', 'е').replaceAll('o', 'о')],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['moved by 13 letters', rot13(SECRET)],
  ])('is noticed %s', (_, text) => expect(recites(text)).toBe(true));

  it('is none where a few words happen to be the same', () => {
    expect(recites('Check that `app/services/` is in the image; if not, restore it or roll back.')).toBe(false);
    expect(recites('The same failing dependency and operation as in #12.')).toBe(false);
  });

  it('is no issue that people wrote', () => {
    const written = readScenarios().flatMap(({ issues, tracker }) => [...issues, ...tracker.issues]);
    expect(written.length).toBeGreaterThan(100);
    expect(written.filter((issue) => recites(JSON.stringify(issue)))).toEqual([]);
  });

  it('is found in a megabyte at once', () => {
    const began = performance.now();
    expect(recites('ab'.repeat(500_000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
