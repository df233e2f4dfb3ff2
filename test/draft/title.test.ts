import { describe, expect, it } from 'vitest';
import { categoryOf, draftTitle } from '../../src/draft/title.ts';
import { regressed, verdict } from '../support/drafting.ts';

const TEMPLATE = 'GCP-{category} | {priority} | {name}';
const fields = { category: 'new', priority: 'P1', name: 'No module named x', service: 'backend' } as const;

describe('a title', () => {
  it('fills the fields of the template', () => {
    expect(draftTitle(TEMPLATE, fields)).toBe('GCP-new | P1 | No module named x');
    expect(draftTitle('[{service}] {name} ({priority}, {priority})', fields)).toBe(
      '[backend] No module named x (P1, P1)',
    );
  });

  it('does not fill fields that the name brings along', () => {
    expect(draftTitle(TEMPLATE, { ...fields, name: 'bad key {priority} {name}' })).toBe(
      'GCP-new | P1 | bad key {priority} {name}',
    );
  });

  it('is one line without mentions, references and links', () => {
    const name = 'ping @octocat\nabout #12 and https://evil.example <b>now</b>';
    expect(draftTitle(TEMPLATE, { ...fields, name })).toBe(
      'GCP-new | P1 | ping ＠octocat about ＃12 and https：//evil.example now',
    );
  });

  it('is at most 256 characters, and it is the name that gives way', () => {
    const title = draftTitle('{name} | {priority} | end', { ...fields, name: 'x'.repeat(10_000) });
    expect(title.length).toBeLessThanOrEqual(256);
    expect(title).toMatch(/^x+… \(cut\) \| P1 \| end$/);
  });
});

describe('a category', () => {
  const facts = { verdict: null, priority: 'P2', previousPriority: null } as const;

  it.each([
    ['regression', { verdict: regressed() }],
    ['regression', { verdict: regressed(), previousPriority: 'P3' }],
    ['escalated', { previousPriority: 'P3' }],
    ['escalated', { verdict: verdict('open'), previousPriority: 'P3' }],
    ['active-dev', { previousPriority: 'P2' }],
    ['active-dev', { previousPriority: 'P1' }],
    ['new', {}],
    ['new', { verdict: verdict('open') }],
  ] as const)('is %s for %o', (category, overrides) => {
    expect(categoryOf({ ...facts, ...overrides })).toBe(category);
  });
});
