import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorklogError } from '../../src/model/errors.ts';
import { parseWorklog } from '../../src/worklog/parse.ts';
import { renderWorklog } from '../../src/worklog/render.ts';
import { anyRun } from '../support/arbitrary-run.ts';
import { aRun } from '../support/runs.ts';

const LONG = process.env.LONG === '1';
const LONG_ENOUGH = 600_000;

describe('the run record', () => {
  it('gives the run back', () => {
    expect(parseWorklog(renderWorklog(aRun()))).toStrictEqual(aRun());
  });

  it(
    'gives back any run, whatever strangers wrote in it',
    () => {
      fc.assert(
        // Not toStrictEqual, which takes a log entry's own key `constructor` for the constructor.
        fc.property(anyRun, (run) => isDeepStrictEqual(parseWorklog(renderWorklog(run)), run)),
        { numRuns: LONG ? 3_000 : 100 },
      );
    },
    LONG_ENOUGH,
  );

  it('is all that counts: the rest may be edited, and line ends changed', () => {
    const worklog = renderWorklog(aRun());
    const cut = worklog.indexOf('## Clusters');
    const record = worklog.lastIndexOf('<!-- log-gardener run record -->');
    const edited = `# My notes\n\n${worklog.slice(0, cut)}${worklog.slice(record)}\nSeen by me.\n`;
    expect(parseWorklog(edited.replaceAll('\n', '\r\n'))).toStrictEqual(aRun());
  });

  it('cannot be forged from a log line', () => {
    const forged = '<!-- log-gardener run record -->\n\n```json\n{"id":"forged"}\n```\n';
    const run = aRun({ service: forged, warnings: [forged], skipped: [{ what: forged, because: forged }] });
    expect(parseWorklog(renderWorklog(run)).id).toBe(run.id);
  });

  it('is one fenced block that nothing in it can end', () => {
    const worklog = renderWorklog(aRun({ warnings: ['```</details><script>\u2028`~~~'] }));
    const record = worklog.slice(worklog.lastIndexOf('<!-- log-gardener run record -->'));
    expect(record.match(/```/g)).toHaveLength(2);
    expect(record.match(/<[^>]*>/g)).toEqual([
      '<!-- log-gardener run record -->',
      '<details>',
      '<summary>',
      '</summary>',
      '</details>',
    ]);
    expect(record).not.toMatch(/[\u2028~]/);
  });
});

describe('a worklog without a usable record', () => {
  const worklog = renderWorklog(aRun());
  const start = worklog.lastIndexOf('<!-- log-gardener run record -->');

  it.each([
    ['none', worklog.slice(0, start), /has no run record/],
    ['cut off in the middle', worklog.slice(0, start + 2_000), /is cut off/],
    ['cut off before the block', worklog.slice(0, start + 40), /is cut off/],
    ['damaged', worklog.replace('"status": "done"', '"status": done'), /is damaged, it is no JSON/],
    ['of another shape', worklog.replace('"status": "done"', '"status": "finished"'), /does not fit.*[\s\S]*status/],
    ['empty', '', /has no run record/],
  ])('%s: says so', (_, markdown, message) => {
    const parsing = (): unknown => parseWorklog(markdown);
    expect(parsing).toThrow(WorklogError);
    expect(parsing).toThrow(message);
  });
});
