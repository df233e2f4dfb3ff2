import { describe, expect, it } from 'vitest';
import { countSeverities, severityWords } from '../../src/wording/severities.ts';

describe('severities in words', () => {
  it('are words alone where Cloud Logging states them', () => {
    const severities = [
      { severity: 'ERROR', count: 1_204 },
      { severity: 'WARNING', count: 2 },
    ] as const;
    expect(countSeverities(severities)).toBe('ERROR 1,204, WARNING 2');
    expect(severityWords({ severity: 'ERROR', severities: [...severities] })).toBe('ERROR');
  });

  it.each([
    [{ fromText: 6 }, 'read from the text'],
    [{ fromField: 6 }, 'read from a field'],
    [{ fromText: 4, fromField: 2 }, 'read from the text or a field'],
    [{ fromText: 4 }, '4 of 6 read from the text'],
    [{ fromText: 3, fromField: 1 }, '4 of 6 read from the text or a field'],
  ])('say where they stand otherwise: of 6, %j', (from, note) => {
    const severities = [{ severity: 'ERROR' as const, count: 6, ...from }];
    expect(countSeverities(severities)).toBe(`ERROR 6 (${note.replace('of 6', 'of them')})`);
    expect(severityWords({ severity: 'ERROR', severities })).toBe(`ERROR (${note})`);
  });
});
