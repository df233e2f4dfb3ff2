import { isBlank } from '../store/blank.ts';
import type { Store } from '../store/open.ts';

/** Machines that are thrown away after the run, by the variable that they set. */
const FLEETING: readonly (readonly [variable: string, called: string])[] = [
  ['GITHUB_ACTIONS', 'a job of GitHub Actions'],
  ['CLOUD_RUN_JOB', 'a Cloud Run job'],
  ['K_SERVICE', 'a Cloud Run service'],
  ['CI', 'a CI job'],
];

/**
 * What to say of a store that is new on a machine that will not be there tomorrow: on the first run it is as it should
 * be, on each later one somebody forgot to keep it. Null where there is nothing to say.
 */
export async function warnOfFleetingState(
  env: NodeJS.ProcessEnv,
  store: Store,
  repository: string,
): Promise<string | null> {
  const machine = FLEETING.find(([variable]) => (env[variable] ?? '') !== '');
  if (machine === undefined || !(await isBlank(store, { run: '', repository }))) return null;
  return `The store ${store.where} is new, and this is ${machine[1]}, whose disk does not outlive it. On the first run that is as it should be; if there were others, their counts, drafts and rulings are lost. Keep the state folder in a cache or a bucket (docs/automate.md).`;
}
