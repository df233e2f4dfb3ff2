import { z } from 'zod';
import { Config } from './schema.ts';

/**
 * The config's JSON Schema, for editors. Draft 7, which the YAML language server reads best; of the input, so that a
 * key with a default is not required.
 */
export function configJsonSchema(): z.core.JSONSchema.BaseSchema {
  return {
    title: 'log-gardener.yaml',
    ...z.toJSONSchema(Config, { io: 'input', target: 'draft-7' }),
  };
}
