import type { Config } from '../config/schema.ts';
import { ConfigError } from '../model/errors.ts';
import { type Check, type Finding, ok, skipped, wrong } from '../triage/doctor/finding.ts';
import { readChannels } from './notify.ts';

/**
 * Can those be told whom the config wants to be told? Sends nothing.
 *
 * @param notify null where the config cannot be used
 */
export function notifyCheck(notify: Config['notify'] | null, env: NodeJS.ProcessEnv): Check {
  return { name: 'notify', title: 'notify', examine: async () => (notify === null ? unknown() : look(notify, env)) };
}

const unknown = (): Finding => skipped('the config says who is told, and cannot be used');

function look(notify: Config['notify'], env: NodeJS.ProcessEnv): Finding {
  try {
    const { webhook } = readChannels({ notify }, env);
    const summary = notify.jobSummary ? 'the job summary shows each run' : '';
    if (webhook === null) return ok(summary === '' ? 'nobody is told of a run' : summary);
    const hears = webhook.when === 'always' ? 'each run' : 'news';
    const says = [`a chat at ${webhook.address.host} hears of ${hears}`, summary].filter((part) => part !== '');
    return ok(says.join('; '), 'whether it takes messages, which a message alone would tell');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [says = '', ...mend] = error.message.split(/\. (?=Set )/);
    return wrong(says, mend.join(''));
  }
}
