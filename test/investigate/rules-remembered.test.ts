import { describe, expect, it } from 'vitest';
import type { RememberedIssue } from '../../src/store/issues.ts';
import { connected, planted } from '../github/connect.ts';
import type { HistoryInput } from '../support/github/history.ts';
import { closed, look, markerOf } from './look.ts';
import { clusterOf, SESSION } from './problems.ts';

describe('an issue that the store remembers', () => {
  const remembered: RememberedIssue = { issue: 9, login: 'gardener', commentedAt: null };
  const reworded = planted(9, { title: 'Logins break', body: 'Rewritten by a person', author: 'gardener' });
  const near = planted(1, { title: 'SessionMiddleware missing, request.session fails' });
  const find = async (more: Partial<HistoryInput>, options: Parameters<typeof look>[2] = {}) =>
    look(clusterOf(SESSION), (await connected(more)).server, { remembered, ...options });

  it('is the target though its marker was deleted and every word changed, and nothing is searched', async () => {
    const { report, search, target, requests } = await find({ issues: [near, reworded] });
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(report.decision.because).not.toContain('trustedAuthors');
    expect(target?.issue.number).toBe(9);
    expect(search).toMatchObject({ marked: null, remembered: { issue: 9, now: 'there' } });
    expect(search.candidates.map(({ number }) => number)).toEqual([9]);
    expect(requests).toBe(2);
  });

  it('says how to keep its evidence current when we wrote it under another login', async () => {
    const body = `text\n${markerOf(clusterOf(SESSION))}`;
    const issues = [planted(9, { author: 'old-gardener', body })];
    const ofOld = { remembered: { ...remembered, login: 'old-gardener' } };
    const { report, target } = await find({ issues }, ofOld);
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(report.decision.because).toContain('add it to github.trustedAuthors');
    expect(target?.own).toBe(false);
    const trusted = await find({ issues }, { ...ofOld, trustedAuthors: ['old-gardener'] });
    expect(trusted.search).toMatchObject({ marked: 9, remembered: null });
    expect(trusted.target?.own).toBe(true);
  });

  it('gives way to the issue that carries our marker', async () => {
    const made = planted(5, { author: 'gardener', body: markerOf(clusterOf(SESSION)) });
    const { report, search } = await find({ issues: [made, reworded] });
    expect(report.decision).toMatchObject({ action: 'update', issue: 5 });
    expect(search.remembered).toBeNull();
  });

  it('leads to what it was closed for as a duplicate', async () => {
    const duplicate = { ...reworded, ...closed, state_reason: 'duplicate', duplicate_of: 2 } as const;
    const { report } = await find({ issues: [planted(2), duplicate] });
    expect(report.decision).toMatchObject({ action: 'update', issue: 2 });
  });

  it('is made anew where it was deleted, and that is said', async () => {
    const { report, search } = await find({ issues: [] });
    expect(report.decision.action).toBe('create');
    expect(report.decision.because).toContain('#9, where we wrote of this problem, is deleted');
    expect(search.remembered).toEqual({ issue: 9, now: 'deleted' });
    expect(search.steps.length).toBeGreaterThan(1);
  });

  it('is left alone where it was moved to another repository, unless another issue tells of the problem', async () => {
    const moved = async (issues: HistoryInput['issues']) => {
      const { server } = await connected({ issues: issues ?? [] });
      const body = await fetch(`${server.url}/repos/acme/shop/issues/1`, {
        headers: { authorization: `Bearer ${server.token}` },
      }).then((answer) => answer.text());
      const elsewhere = body.replaceAll('acme/shop', 'acme/other');
      const path = '/repos/acme/shop/issues/9';
      server.failNext({
        method: 'GET',
        path,
        fault: { kind: 'answer', status: 200, body: JSON.parse(elsewhere) },
      });
      return look(clusterOf(SESSION), server, { remembered });
    };
    const alone = await moved([planted(1)]);
    expect(alone.report.decision.action).toBe('skip');
    expect(alone.report.decision.because).toContain('moved to another repository (https://github.com/acme/other/');
    expect(alone.search.remembered).toEqual({ issue: 9, now: 'moved' });
    expect((await moved([near])).report.decision).toMatchObject({ action: 'update', issue: 1 });
  });

  it('is named where it could not be read, and the record says so', async () => {
    const { server } = await connected({ issues: [reworded] });
    const path = '/repos/acme/shop/issues/9';
    server.failNext({ method: 'GET', path, fault: { kind: 'answer', status: 403 } });
    const { report, search, target } = await look(clusterOf(SESSION), server, { remembered });
    expect(report.decision).toMatchObject({ action: 'update', issue: 9 });
    expect(target).toBeNull();
    expect(search.remembered).toEqual({ issue: 9, now: 'unread' });
    expect(search.steps.some(({ complete }) => !complete)).toBe(true);
  });
});
