import { describe, expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { chooseInvestigator, requirePrices } from '../../src/triage/choose-investigator.ts';

const KEY = { ANTHROPIC_API_KEY: 'sk-ant-x' };
const PROJECT = { ANTHROPIC_VERTEX_PROJECT_ID: 'acme-ai' };

function choose(env: Record<string, string>, claude: object = {}, asked?: string) {
  return chooseInvestigator(asked, Config.parse({ claude }), env);
}

describe('who investigates', () => {
  it('is Claude with a key, and says why', () => {
    expect(choose(KEY)).toEqual({
      investigator: { name: 'claude', because: 'ANTHROPIC_API_KEY is set' },
      access: { provider: 'anthropic', apiKey: 'sk-ant-x', baseUrl: undefined },
    });
    expect(choose({ ...KEY, ...PROJECT, ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }).access).toMatchObject({
      provider: 'anthropic',
      baseUrl: 'http://127.0.0.1:9',
    });
  });

  it('is Claude by way of Vertex, of the environment or the config, the config first', () => {
    expect(choose(PROJECT)).toEqual({
      investigator: { name: 'claude', because: 'Vertex project acme-ai is set' },
      access: { provider: 'vertex', project: 'acme-ai', region: 'global', baseUrl: undefined },
    });
    expect(choose({ ...PROJECT, CLOUD_ML_REGION: 'europe-west1' }).access).toMatchObject({ region: 'europe-west1' });
    const own = { vertex: { project: 'shop', region: 'us-east5' } };
    const env = { ...PROJECT, CLOUD_ML_REGION: 'x', ANTHROPIC_VERTEX_BASE_URL: 'https://vertex.acme.example' };
    expect(choose(env, own).access).toEqual({
      provider: 'vertex',
      project: 'shop',
      region: 'us-east5',
      baseUrl: 'https://vertex.acme.example',
    });
  });

  it('goes the way that the config names, and no other', () => {
    expect(choose({ ...KEY, ...PROJECT }, { provider: 'vertex' }).access?.provider).toBe('vertex');
    expect(choose(PROJECT, { provider: 'anthropic' })).toMatchObject({
      investigator: { name: 'rules', because: 'ANTHROPIC_API_KEY is not set' },
      access: null,
    });
    expect(choose(KEY, { provider: 'vertex' }).investigator).toMatchObject({
      name: 'rules',
      because: 'no Vertex project is set (claude.vertex.project or ANTHROPIC_VERTEX_PROJECT_ID)',
    });
  });

  it('is rules where nothing leads to Claude, or where they are asked for', () => {
    const because = 'neither ANTHROPIC_API_KEY nor a Vertex project is set';
    expect(choose({})).toEqual({ investigator: { name: 'rules', because }, access: null });
    expect(choose({ ANTHROPIC_API_KEY: '' }).investigator.name).toBe('rules');
    expect(choose(KEY, {}, 'rules')).toEqual({ investigator: { name: 'rules', because: 'asked for' }, access: null });
  });

  it('is an error where Claude is asked for and cannot be reached, which says what to set', () => {
    expect(() => choose({}, {}, 'claude')).toThrow(
      '--investigator claude: neither ANTHROPIC_API_KEY nor a Vertex project is set.',
    );
    expect(() => choose(PROJECT, { provider: 'anthropic' }, 'claude')).toThrow('ANTHROPIC_API_KEY is not set');
    expect(() => choose({}, { provider: 'vertex' }, 'claude')).toThrow('claude.vertex.project');
    expect(() => choose(KEY, {}, 'gpt')).toThrow('--investigator "gpt" is neither claude nor rules.');
  });

  it('is an error where an address is none, by its name and without its value', () => {
    const address = 'api.anthropic.com/?key=secret';
    expect(() => choose({ ...KEY, ANTHROPIC_BASE_URL: address })).toThrow(/^ANTHROPIC_BASE_URL is no address/);
    expect(() => choose({ ...PROJECT, ANTHROPIC_VERTEX_BASE_URL: address })).toThrow(/^ANTHROPIC_VERTEX_BASE_URL/);
    expect(() => choose({ ...KEY, ANTHROPIC_BASE_URL: address })).not.toThrow(/secret/);
  });
});

describe('a limit in dollars', () => {
  it('needs the price of every model that may be asked', () => {
    expect(() => requirePrices(Config.parse({}))).not.toThrow();
    const prices = { 'claude-next': { input: 1, cacheWrite: 1, cacheRead: 1, output: 1 } };
    const models = { P0: 'claude-next' };
    expect(() => requirePrices(Config.parse({ claude: { models } }))).toThrow(
      /What claude-next costs is not known.* set claude\.prices\.claude-next in the config, or leave the limit out/,
    );
    expect(() => requirePrices(Config.parse({ claude: { models, prices } }))).not.toThrow();
  });
});
