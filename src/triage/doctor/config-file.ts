import { ConfigError } from '../../model/errors.ts';
import { count } from '../../wording/words.ts';
import { type Check, type Finding, ok, warning, wrong } from './finding.ts';

/** The name of the check that decides on exit code 2. */
export const CONFIG_CHECK = 'config';

/** What came of reading the config: where it was found (null: nowhere), or what is wrong with it. */
export type ConfigFacts = { readonly path: string | null } | ConfigError;

/** Is there a config, and can it be used? Unknown keys are among what is wrong with one. */
export function configFileCheck(facts: ConfigFacts): Check {
  return { name: CONFIG_CHECK, title: 'config', examine: async () => judge(facts) };
}

function judge(facts: ConfigFacts): Finding {
  if (facts instanceof ConfigError) {
    const problems = facts.message.split('\n').length;
    return wrong(`cannot be used: ${count(problems, 'problem')}`, facts.message);
  }
  if (facts.path !== null) return ok(facts.path);
  return warning(
    'no log-gardener.yaml here or above; defaults are used',
    'Write one with: log-gardener init, or name one with --config.',
  );
}
