import { describe, expect, it } from 'vitest';
import { draftFor } from '../../src/draft/draft.ts';
import { paragraph, renderMarkdown } from '../../src/draft/markdown.ts';
import { suspectNodes } from '../../src/draft/suspects.ts';
import type { Suspect } from '../../src/model/report.ts';
import { ATTACKS } from '../support/attacks.ts';
import { draftInput, investigation } from '../support/drafting.ts';
import { liveIn } from '../support/live-text.ts';

const pull: Suspect = {
  pull: 421,
  sha: 'b2'.repeat(20),
  title: 'Bigger cart',
  url: 'https://github.com/acme/shop/pull/421',
  at: '2025-09-15T08:00:00Z',
  paths: ['shop/__init__.py'],
  score: 90,
  reason: 'merged 2025-09-15 08:00 UTC, 2 h before `shop-2` began; it changes `shop/__init__.py`',
};
const commit: Suspect = { ...pull, pull: null, title: 'Hot fix', reason: 'committed 2025-09-15 08:00 UTC' };
const allowed = { allowedHosts: [], allowedIssues: new Set([421]), repository: 'acme/shop' };

const shown = (suspects: readonly Suspect[], suspectsNote = '') =>
  renderMarkdown([paragraph(...suspectNodes({ suspects: [...suspects], suspectsNote }, allowed))]).trim();

describe('suspects', () => {
  it('are named by number or SHA, each with its reason, and what limits the list at the end', () => {
    expect(shown([pull, commit], 'Which deploy first showed the error is not known.')).toBe(
      '#421 “Bigger cart”, merged 2025-09-15 08:00 UTC, 2 h before `shop-2` began; it changes `shop/__init__.py`; ' +
        'commit `b2b2b2b2b2` “Hot fix”, committed 2025-09-15 08:00 UTC. Which deploy first showed the error is not known.',
    );
    expect(shown([], 'The commits could not be read: 403.')).toBe('The commits could not be read: 403.');
    expect(suspectNodes({ suspects: [], suspectsNote: '' }, allowed)).toEqual([]);
  });

  it.each(ATTACKS)('keep what is in a title quiet: %s', (_, title) => {
    expect(
      liveIn(
        shown([
          { ...pull, title },
          { ...commit, title },
        ]),
        { issues: [421] },
      ),
    ).toEqual([]);
  });

  it('stand in the technical details of an issue, and only where there are any', async () => {
    const bodyOf = async (suspects: Suspect[]) => {
      const suspectsNote = 'The commits could not be read: 403.';
      const { content } = await draftFor(draftInput({ investigation: investigation({ suspects, suspectsNote }) }));
      return content?.action === 'create' ? content.body : expect.fail();
    };
    expect(await bodyOf([pull])).toMatch(/\n- Suspects, not proven: #421 “Bigger cart”, merged .* 403\.\n/);
    expect(await bodyOf([])).not.toMatch(/Suspects|could not be read/);
  });
});
