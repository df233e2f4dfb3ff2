import { describe, expect, it, onTestFinished } from 'vitest';
import { startScriptedClaude } from '../support/claude/scripted-claude.ts';
import { CONFIG, diagnose, setUp } from './doctor-machine.ts';

describe('doctor', () => {
  describe('with a key for Claude', () => {
    const KEY = 'sk-ant-verysecret';

    /** What the check of Claude finds, where these models are there. */
    async function askClaude(env: Record<string, string>, { config = '', models = ['claude-sonnet-5-5'] } = {}) {
      const claude = await startScriptedClaude(() => ({}), { key: KEY, models });
      onTestFinished(() => claude.stop());
      const place = await setUp({ config: CONFIG + config });
      const all = { ...place.env, ANTHROPIC_BASE_URL: claude.url, ...env };
      const { code, checks } = await diagnose({ ...place, env: all });
      expect(claude.requests()).toEqual([]);
      expect(JSON.stringify([...checks])).not.toContain('verysecret');
      return { code, ...checks.get('claude') };
    }

    it('asks whether it is accepted and the model is there, which costs nothing', async () => {
      expect(await askClaude({ ANTHROPIC_API_KEY: KEY })).toMatchObject({
        code: 0,
        status: 'ok',
        says: 'key accepted, claude-sonnet-5-5 is there; sub-agents investigate',
        notChecked: expect.stringContaining('credit'),
      });
      const config = 'claude:\n  models: { P0: claude-opus-5-5 }\n';
      expect(
        await askClaude({ ANTHROPIC_API_KEY: KEY }, { config, models: ['claude-sonnet-5-5', 'claude-opus-5-5'] }),
      ).toMatchObject({ says: expect.stringContaining('claude-sonnet-5-5 and claude-opus-5-5 are there') });
    });

    it.each<[string, Record<string, string>, RegExp, RegExp]>([
      ['is not accepted', { ANTHROPIC_API_KEY: `${KEY}x` }, /does not accept the key/, /set ANTHROPIC_API_KEY/],
      ['has a line break', { ANTHROPIC_API_KEY: `${KEY}\n` }, /line break/, /Set it again/],
      [
        'goes nowhere',
        { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' },
        /no connection/,
        /BASE_URL/,
      ],
      ['has no address', { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: 'claude' }, /BASE_URL is no address/, /mend it/],
      [
        'is none, with a project that nobody can sign in to',
        { ANTHROPIC_VERTEX_PROJECT_ID: 'acme-ai', GOOGLE_APPLICATION_CREDENTIALS: 'gone.json' },
        /Vertex project acme-ai is set, but no credentials/,
        /gcloud auth application-default login/,
      ],
    ])('says what is wrong where it %s', async (_, env, says, mend) => {
      const found = await askClaude(env);
      expect(found).toMatchObject({ code: 1, status: 'wrong' });
      expect(found.says).toMatch(says);
      expect(found.mend).toMatch(mend);
    });

    it('warns where a gateway does not know the model, since it may not know the question', async () => {
      const found = await askClaude({ ANTHROPIC_API_KEY: KEY }, { models: [] });
      expect(found).toMatchObject({ code: 0, status: 'warning', mend: expect.stringContaining('claude.model') });
    });

    it('goes by the way that the config names', async () => {
      const config = 'claude:\n  provider: vertex\n  vertex: { project: acme-ai }\n';
      expect(await askClaude({ ANTHROPIC_API_KEY: KEY }, { config })).toMatchObject({
        status: 'ok',
        says: 'Vertex project acme-ai is set; sub-agents investigate',
      });
    });
  });
});
