import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProse } from '../../../src/investigate/claims/check-prose.ts';
import { cutUnbacked } from '../../../src/investigate/claims/cut.ts';
import { proseWith } from '../../support/claims.ts';
import { CHECKOUT, INVENTIONS, TRUE_SENTENCES } from '../../support/claims-corpus.ts';

const cut = (text: string) => {
  const prose = proseWith(text);
  return cutUnbacked(prose, checkProse(prose, CHECKOUT)).analysis;
};

describe('cutting what nothing backs', () => {
  it.each([
    [
      'one sentence of three',
      'It fails. 500 users cry. The container exited 15 times.',
      'It fails. The container exited 15 times.',
    ],
    ['the first', '500 users cry. The container exited 15 times.', 'The container exited 15 times.'],
    ['the last', 'The container exited 15 times. 500 users cry.', 'The container exited 15 times.'],
    ['all there is', '500 users cry.', ''],
    [
      'nothing of what is true',
      'The container exited 15 times.\n\n- It fails.',
      'The container exited 15 times.\n\n- It fails.',
    ],
    ['not at a version', 'Since v2.4.0 it fails. It is red.', ''],
    ['not at e.g.', 'Some pay, e.g. 500 users. Others wait.', 'Others wait.'],
    ['not at a file name', 'See refund.py. 500 users cry.', ''],
    ['not inside code', 'It logs `PaymentError. See 500 users` to 500 users. Stop it.', 'Stop it.'],
    ['not inside brackets', 'It fails (see E5. And 500 users.) each time. Stop it.', 'Stop it.'],
    ['bold type whole', '**500 users cry.** Stop it.', 'Stop it.'],
    [
      'what points back at it',
      'It fails. 500 users cry. They are loud. Stop the deploy.',
      'It fails. Stop the deploy.',
    ],
    ['a list item with its mark', 'Seen:\n- 500 users\n- 15 exits', 'Seen:\n- 15 exits'],
    [
      'an introduction to nothing',
      'It fails. It hit these:\n\n- 500 users\n- 600 users\n\nStop it.',
      'It fails.\n\nStop it.',
    ],
    ['a list without its introduction', 'It hit 500 users:\n- those who pay\n- those who wait\n\nStop it.', 'Stop it.'],
    ['a quoted block with its introduction', 'The log says:\n> the database is gone\n\nStop it.', 'Stop it.'],
    ['a fenced block', 'It is so:\n```\nkubectl get pods\n```\nStop it.', 'Stop it.'],
    ['sentences of other scripts', '支払いが失敗する。500 users。終わり。', '支払いが失敗する。終わり。'],
  ])('takes %s', (_, text, rest) => {
    expect(cut(text)).toBe(rest);
  });

  it('leaves a true quoted block with its introduction', () => {
    const text = 'The log says:\n> PaymentError: card processor timed out after 30s\n\nStop it.';
    expect(cut(text)).toBe(text);
  });

  it('leaves only what is backed, and changes nothing a second time', () => {
    const sentence = fc.constantFrom(
      ...TRUE_SENTENCES,
      ...INVENTIONS.map(([, text]) => text),
      'This is bad.',
      'It reads so:',
      'an "open mark',
      'a `tick',
      '(a bracket',
      '**bold. 500 users** here.',
      '> a quotation of 500 users',
      '```\nfence 77\n```',
      '- an item of 9 things.',
      '1. Sep',
      '12 of them.',
      '“Queue depth 8,450',
    );
    const glue = fc.constantFrom(' ', ' ', ' ', '\n', '\n\n', '\n- ', '\n> ', '');
    fc.assert(
      fc.property(fc.array(fc.tuple(sentence, glue), { maxLength: 12 }), (parts) => {
        const prose = proseWith(parts.flat().join(''));
        const checked = checkProse(prose, CHECKOUT);
        const rest = cutUnbacked(prose, checked);
        const again = checkProse(rest, CHECKOUT);
        expect(again.unbacked).toEqual([]);
        expect(cutUnbacked(rest, again)).toEqual(rest);
        if (checked.unbacked.length === 0) expect(rest).toEqual(prose);
      }),
      { numRuns: process.env.LONG ? 20_000 : 200 },
    );
  });
});
