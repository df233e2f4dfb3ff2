import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkProse } from '../../../src/investigate/claims/check-prose.ts';
import { segmentsOf } from '../../../src/investigate/claims/sentences.ts';
import { tokensIn } from '../../../src/investigate/claims/tokens.ts';
import { checkText, proseWith } from '../../support/claims.ts';

const unbacked = (text: string, ...backing: string[]) => [
  ...new Set(checkText(text, ...backing).unbacked.map((claim) => claim.text)),
];

describe('claims that are backed', () => {
  it.each([
    ['a number', 'Seen 15 times.', 'E1 entries 15'],
    ['a number with separators', 'Seen 1,200 times.', 'entries 1200'],
    ['a decimal', 'Once every 7.2 s.', 'mean time between exits 7.20 s'],
    ['a percentage', 'At 24.5%.', 'UTILIZATION: 24.5%'],
    ['a percentage as a share', 'At 24.5 %.', 'share 0.245'],
    ['money as configured', 'Sold with Chat: $120K MRR.', 'config: $120K MRR is sold with Chat'],
    ['a day', 'Merged 2025-09-11.', '2025-09-11T18:02:00Z'],
    ['a minute in other clothes', 'First logged 2025-09-12 09:14 UTC.', '"2025-09-12T09:14:25.718912Z"'],
    ['a time of day', 'from 2025-09-12 09:14 to 23:26 UTC', '2025-09-12T09:14:00Z 2025-09-12T23:26:23.13Z'],
    ['a reference', 'See #421.', 'steps #421'],
    ['a name', 'The import of `dev_launcher` fails.', "No module named 'dev_launcher'"],
    ['a place', 'Fails in app/setup.py:23.', '/src/app/setup.py:23'],
    ['a line of a place', 'Fails in line 23.', 'app/setup.py:23'],
    ['a commit', 'Since 4f2a9be.', 'commit 4f2a9be'],
    ['an address', 'See https://example.com/runbook.', 'link https://example.com/runbook'],
  ])('%s', (_, text, backing) => {
    const { claims, unbacked: missing } = checkText(text, backing);
    expect(claims.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });
});

describe('claims that are not backed', () => {
  it.each([
    ['another number', 'Seen 16 times.', 'entries 15', '16'],
    ['a number that is only part of one', 'Seen 15 times.', 'entries 150', '15'],
    ['a number that is only part of a time', 'Seen 26 times.', '2025-09-12T23:26:23Z', '26'],
    ['a number that is only part of a name', 'Seen 624 times.', 'revision api-00624-m9m', '624'],
    ['another percentage', 'At 25%.', 'UTILIZATION: 24.5%', '25%'],
    ['money out of nowhere', '$500K+ ARR at risk.', 'entries 500', '$500K'],
    ['other money', '$12K MRR.', '$120K MRR', '$12K'],
    ['another minute', '2025-09-12 09:15 UTC', '2025-09-12T09:14:00Z', '2025-09-12 09:15 UTC'],
    ['a reference to a number that is none', 'See #15.', 'entries 15', '#15'],
    ['a name that is part of another', 'Reads `session`.', 'request.sessions', '`session`'],
    ['another line', 'app/setup.py:24', 'app/setup.py:23', 'app/setup.py:24'],
    ['a commit nobody named', 'Since 4f2a9be.', 'commit 4f2a9bf', '4f2a9be'],
    ['an address nobody named', 'https://evil.example/x', 'https://example.com/', 'https://evil.example/x'],
    ['an empty name', 'The ` ` fails.', 'x', '` `'],
  ])('%s', (_, text, backing, claim) => {
    expect(unbacked(text, backing)).toEqual([claim]);
  });

  it('are told once each, in the order of the text', () => {
    expect(unbacked('7 of 9, again 7, then `x`', '')).toEqual(['7', '9', '`x`']);
  });
});

describe('the check', () => {
  it('leaves ids, priorities and words in peace', () => {
    expect(unbacked('P1 by E3 and E14: HTTP2 on a v4 host, utf-8.', 'E3: x', 'E14: y')).toEqual([]);
  });

  it('takes for a wish that all requests should be served', () => {
    const all = 'Every request is answered.';
    expect(checkProse(proseWith(all, 'expectedBehaviour'), []).unbacked).toEqual([]);
    expect(checkProse(proseWith(all, 'impact'), []).unbacked.map(({ text }) => text)).toEqual(['Every']);
  });

  it('finds every text backed by itself', () => {
    const piece = fc.oneof(
      // A mark that says how exact a number is may stand in another sentence than the number, and is then not its own.
      fc.string().map((text) => text.replaceAll(/[~<>+]/g, '')),
      fc.constantFrom(
        '`a_b`',
        '#12',
        '$5K',
        '12:34',
        '2025-09-12T09:14:00Z',
        '3.5%',
        'a/b.py:7',
        'deadbee1',
        '1,000',
        'https://a.b/c',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        // A name in code type that holds a back-tick's neighbour cannot stand; everything else can.
        const text = pieces
          .join(' ')
          .replaceAll(/`(?!a_b`)(?<!`a_b`)/g, '')
          .normalize('NFC');
        const { claims, unbacked: missing } = checkText(text, text);
        expect(missing.filter(({ kind, text: shown }) => kind !== 'citation' && !/^\W*$/.test(shown))).toEqual([]);
        expect(claims.every(({ text: shown }) => text.includes(shown))).toBe(true);
      }),
    );
  });

  it.each(['12:', '$1,', '909,', '`', 'a/', 'deadbeef', '1 in ', 'ten ', '"', '- 1 a\n', 'https://a/!'])(
    'reads a megabyte of %j as fast as its length asks for',
    (piece) => {
      const short = piece.repeat(Math.ceil(100_000 / piece.length));
      const long = short.repeat(10);
      const [one, ten] = [short, long].map((text) => {
        const start = performance.now();
        tokensIn(text);
        segmentsOf(text);
        return performance.now() - start;
      });
      // Twice the tenfold, and half a second for a machine with other things to do.
      expect(ten).toBeLessThan(20 * (one ?? 0) + 500);
    },
  );

  it('looks up a thousand claims and calls the rest unbacked', () => {
    const { claims, unbacked: rest } = checkText('#1 '.repeat(300_000), 'see #1');
    expect(claims).toHaveLength(300_000);
    expect(rest).toHaveLength(299_000);
  });
});
