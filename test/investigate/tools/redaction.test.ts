import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/collect/redact.ts';
import { redactOutgoing } from '../../../src/collect/redact-outgoing.ts';
import { merged, planted } from '../../github/connect.ts';
import { found, online } from './scene.ts';
import { comment, history } from './session-history.ts';

const session = { path: 'shop/session.py', since: null, until: null };

describe('with the redaction of a run', () => {
  const redactor = createRedactor({ key: 'key', patterns: [] });
  const scene = { redact: (text: string) => redactOutgoing(text, redactor) };
  const calls: readonly [name: string, args: object][] = [
    ['search_issues', { query: 'session', by: 'words', detail: 'detailed' }],
    ['get_issue', { number: 1, page: 1 }],
    ['get_pull_request', { number: 3 }],
    ['get_source', { file: 'shop/session.py', line: 3, around: 3 }],
    ['list_commits', session],
  ];

  it('facts stay as they are', async () => {
    const plain = await online(history, { redact: async (text) => text });
    const redacted = await online(history, scene);
    for (const [name, args] of calls) {
      expect(await found(redacted.tools.call(name, args))).toBe(await found(plain.tools.call(name, args)));
    }
  });

  it('no secret or address gets out, wherever it stands', async () => {
    const secret = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`;
    const mail = 'jane.doe@corp.example';
    const words = `${secret} and ${mail}`;
    const { tools } = await online(
      {
        issues: [
          planted(1, {
            title: `Session ${words}`,
            body: words,
            labels: [words.slice(0, 45)],
            comments: [comment(words, 4)],
          }),
        ],
        pulls: [merged(3, '2025-09-03T08:00:00Z', { title: words, body: words, files: [{ path: `${secret}.py` }] })],
        commits: [{ sha: 'b2'.repeat(20), path: 'shop/session.py', message: words, at: '2025-09-15T07:00:00Z' }],
        sources: [{ path: 'shop/session.py', text: `TOKEN = "${secret}"\n# ${mail}\n` }],
      },
      scene,
    );
    for (const [name, args] of calls) {
      const answer = JSON.stringify(await tools.call(name, args));
      expect(answer, name).not.toContain(secret);
      expect(answer, name).not.toContain(mail);
      expect(answer, name).toMatch(/\[github-token-/);
    }
  });
});
