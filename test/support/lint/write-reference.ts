/** Writes docs/reference/ out of the commands and the config's schema: `npm run reference`. A test says when it is due. */
import { writeFileSync } from 'node:fs';
import { buildProgram } from '../../../src/cli/program.ts';
import { commandReference } from '../docs/command-reference.ts';
import { configReference } from '../docs/config-reference.ts';

writeFileSync('docs/reference/commands.md', commandReference(buildProgram(() => undefined)));
writeFileSync('docs/reference/config.md', configReference());
