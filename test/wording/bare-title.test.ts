import { describe, expect, it } from 'vitest';
import { bareTitle } from '../../src/wording/bare-title.ts';

const DEFAULT = 'GCP-{category} | {priority} | {name}';

describe('a title without what its template puts before the name', () => {
  it.each([
    ['GCP-new | P0 | No module named numpy', DEFAULT, 'No module named numpy'],
    ['GCP-active-dev | P3 | a | b', DEFAULT, 'a | b'],
    ['[shop.eu] P1: Pool exhausted', '[{service}] {priority}: {name}', 'Pool exhausted'],
    ['Pool exhausted (P1)', '{name} ({priority})', 'Pool exhausted (P1)'],
  ])('%s', (title, template, name) => {
    expect(bareTitle(title, template)).toBe(name);
  });

  it('is whole where a person wrote another, or the template was another', () => {
    expect(bareTitle('Orders fail', DEFAULT)).toBe('Orders fail');
    expect(bareTitle('GCP-new | P0 | Orders fail', '{priority}: {name}')).toBe('GCP-new | P0 | Orders fail');
    expect(bareTitle('GCP-new | P0 | ', DEFAULT)).toBe('GCP-new | P0 | ');
  });
});
