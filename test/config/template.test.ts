import { describe, expect, it } from 'vitest';
import committed from '../../schema/log-gardener.schema.json' with { type: 'json' };
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { parseConfig } from '../../src/config/load.ts';
import { Config } from '../../src/config/schema.ts';
import { configTemplate } from '../../src/config/template.ts';

const schema = '../schema/log-gardener.schema.json';
const answers = { project: 'netra-staging', service: 'netra-backend-staging', repository: 'netra-systems/netra-apex' };

/** Every key of the schema, however deep; a map with free keys has none of its own. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema && typeof schema.properties === 'object' ? (schema.properties ?? {}) : {};
  const below = 'items' in schema ? keysOf(schema.items) : [];
  return [...below, ...Object.entries(properties).flatMap(([key, inner]) => [key, ...keysOf(inner)])];
}

/** The file with its examples uncommented: prose is `# text`, an example starts with `# key:` or is indented. */
const withExamples = (text: string): string =>
  text.replaceAll(/^# (?=(?:services|components|signatures|mutes|pins|redact):$| )/gm, '');

describe('the config that init writes', () => {
  it('is read back as the answers and nothing but defaults', () => {
    expect(parseConfig(configTemplate({ ...answers, schema }), 'template')).toEqual(Config.parse(answers));
  });

  it('keeps any answer as it was given', () => {
    const odd = { project: 'a"b: #c', service: 'yes\n- x', repository: '' };
    expect(parseConfig(configTemplate({ ...odd, schema }), 'template')).toMatchObject(odd);
  });

  it('tells editors where its schema is', () => {
    const [first] = configTemplate({ ...answers, schema }).split('\n');
    expect(first).toBe(`# yaml-language-server: $schema=${schema}`);
  });

  it('has every key of the schema', () => {
    const text = configTemplate({ ...answers, schema });
    const missing = keysOf(configJsonSchema()).filter((key) => !new RegExp(`^[# -]*${key}:`, 'm').test(text));
    expect(keysOf(configJsonSchema()).length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });

  it('has examples that work once they are uncommented', () => {
    const config = parseConfig(withExamples(configTemplate({ ...answers, schema })), 'template');
    expect(config.components.map(({ name }) => name)).toEqual(['Chat']);
    expect(config.services).toHaveLength(2);
    expect(config.signatures).toHaveLength(1);
    expect(config.mutes).toHaveLength(2);
    expect(config.pins.together.concat(config.pins.apart).flat()).toHaveLength(4);
    expect(config.redact).toHaveLength(1);
  });
});

describe('the JSON Schema', () => {
  it('in schema/ is current (else: npm run schema)', () => {
    expect(committed).toEqual(configJsonSchema());
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('items' in schema) visit(schema.items, `${path}[]`);
      if (!('properties' in schema) || typeof schema.properties !== 'object') return;
      for (const [key, inner] of Object.entries(schema.properties ?? {})) {
        if (typeof inner === 'object' && inner !== null && !('description' in inner))
          undescribed.push(`${path}.${key}`);
        visit(inner, `${path}.${key}`);
      }
    };
    visit(configJsonSchema(), '');
    expect(undescribed).toEqual(['.components[].links[].title', '.components[].links[].url']);
  });
});
