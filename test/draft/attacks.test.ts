import { describe, expect, it } from 'vitest';
import { LONGEST_BODY } from '../../src/draft/body.ts';
import type { DraftInput } from '../../src/draft/input.ts';
import { ATTACKS } from '../support/attacks.ts';
import {
  cluster,
  decision,
  draftInput,
  entryWith,
  evidence,
  facts,
  history,
  investigation,
  pattern,
  regressed,
  report,
} from '../support/drafting.ts';
import { liveIn, liveInPlainText } from '../support/live-text.ts';
import { change, newIssue } from './content-of.ts';

describe.each(ATTACKS)('%s', (_what, attack) => {
  /** The attack in every place that strangers or a model can write to. */
  function attacked(): Pick<DraftInput, 'run' | 'cluster' | 'assessment' | 'investigation'> {
    const { run, assessment } = draftInput();
    const own = facts({
      revisions: [{ name: attack, count: 15, firstSeen: facts().firstSeen, lastSeen: facts().lastSeen }],
      places: [{ module: attack, function: attack, file: attack, line: attack, count: 15 }],
      errorGroups: [attack],
    });
    const frame = { file: attack, function: attack, line: 3, own: true, code: attack };
    const root = pattern({
      template: `${attack} <*>`,
      example: entryWith(attack, { jsonPayload: { message: attack, [attack]: attack }, resource: { type: attack } }),
      thrown: [{ type: attack, message: attack, frames: [frame, frame] }],
      facts: own,
    });
    const prose = {
      impact: attack,
      currentBehaviour: attack,
      expectedBehaviour: attack,
      analysis: attack,
      nextAction: attack,
    };
    return {
      run: { ...run, context: [{ name: attack, value: attack.slice(0, 60) }] },
      cluster: cluster({ patterns: [root, root], title: attack, facts: own, rules: [attack] }),
      assessment: {
        ...assessment,
        evidence: evidence([attack, attack], ['entries', 15]),
        rules: [attack],
        components: [
          {
            name: attack,
            importance: 'normal',
            journey: attack,
            owner: attack,
            revenue: attack,
            links: [],
            because: attack,
          },
        ],
      },
      investigation: investigation({
        report: report({ action: 'create', because: attack }, { prose, related: [{ number: 169, because: attack }] }),
        target: history(),
      }),
    };
  }
  const allowed = { hosts: ['github.com', 'console.cloud.google.com'], issues: [169], markers: 1 };

  it('does nothing in a new issue', async () => {
    const { title, body } = await newIssue(draftInput(attacked()));
    expect(liveInPlainText(title)).toEqual([]);
    expect(title.length).toBeLessThanOrEqual(256);
    expect(liveIn(body, allowed)).toEqual([]);
    expect(body.length).toBeLessThanOrEqual(LONGEST_BODY);
    expect(body.split('<!-- log-gardener:evidence -->')).toHaveLength(2);
  });

  it('does nothing in a comment', async () => {
    const { comment } = await change(
      draftInput({
        ...attacked(),
        decision: decision({ action: 'update', issue: 169, verdict: { ...regressed(), reasons: [attack] } }),
      }),
    );
    expect(liveIn(comment ?? '', allowed)).toEqual([]);
  });
});
