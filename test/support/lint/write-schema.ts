/** Writes schema/log-gardener.schema.json from the config's schema: `npm run schema`. A test says when it is due. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../../../src/config/json-schema.ts';

const file = 'schema/log-gardener.schema.json';
writeFileSync(file, JSON.stringify(configJsonSchema(), null, 2));
execFileSync('node_modules/.bin/biome', ['format', '--write', file], { stdio: 'inherit' });
