import { describe, expect, it } from 'vitest';
import { categoryOf, draftTitle, readTitle, refillTitle } from '../../src/draft/title.ts';
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

describe('a title that is there', () => {
  it('gets another category and priority, and keeps its name', () => {
    const now = { category: 'escalated', priority: 'P0' } as const;
    expect(refillTitle('GCP-new | P1 | No module named x', TEMPLATE, now)).toBe(
      'GCP-escalated | P0 | No module named x',
    );
    expect(refillTitle('GCP-active-dev | P3 | a person’s | P1 | words', TEMPLATE, { priority: 'P0' })).toBe(
      'GCP-active-dev | P0 | a person’s | P1 | words',
    );
    expect(refillTitle('[backend] x (P1, P1)', '[{service}] {name} ({priority}, {priority})', now)).toBe(
      '[backend] x (P0, P0)',
    );
  });

  it.each([
    ['a person wrote anew', 'Sign-in is broken', TEMPLATE],
    ['has a priority that there is not', 'GCP-new | P7 | x', TEMPLATE],
    ['says two priorities where one is meant', 'x (P1, P2)', '{name} ({priority}, {priority})'],
    ['would be too long for GitHub', `GCP-new | P1 | ${'x'.repeat(241)}`, TEMPLATE],
    ['only looks as a pattern does', 'GCP+new | P1 | x', 'GCP.{category} | {priority} | {name}'],
  ])('stays where it %s', (_, title, template) => {
    expect(refillTitle(title, template, { category: 'regression' })).toBeNull();
  });

  it('is read by the template that made it, whatever the name', () => {
    const named = { ...fields, name: 'GCP-new | P2 | twice' };
    expect(readTitle(draftTitle(TEMPLATE, named), TEMPLATE)).toEqual({
      category: 'new',
      priority: 'P1',
      name: named.name,
    });
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
