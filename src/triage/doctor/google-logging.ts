import { remedyOf } from '../../collect/cloud-logging/failure.ts';
import type { ReadPage } from '../../collect/cloud-logging/read-pages.ts';
import { type Check, type Finding, ok, skipped, warning, wrong } from './finding.ts';

/** What asking Cloud Logging takes. */
export interface LoggingProbe {
  /** Null where the config cannot be used. */
  readonly project: string | null;
  /** Whether there is anything to ask with: credentials, or an emulator. */
  readonly hasAccess: () => Promise<boolean>;
  readonly connect: (project: string) => Promise<{ readPage: ReadPage; close: () => Promise<void> }>;
  /** RFC 3339: nothing newer than this has happened yet, so the question costs one read and no entries. */
  readonly now: () => string;
}

/** May the logs of the project be read? Asks with one read of nothing. */
export function googleLoggingCheck(probe: LoggingProbe): Check {
  return { name: 'google.logging', title: 'Cloud Logging', examine: () => look(probe) };
}

async function look({ project, hasAccess, connect, now }: LoggingProbe): Promise<Finding> {
  if (project === null || project === '') return skipped('not asked: no project is set');
  if (!(await hasAccess())) return skipped('not asked: there are no usable credentials');
  const { readPage, close } = await connect(project);
  try {
    await readPage({ filter: `timestamp > "${now()}" AND severity >= EMERGENCY`, pageToken: '' });
    return ok(`the logs of ${project} may be read`);
  } catch (error) {
    return judge(error, project);
  } finally {
    await close();
  }
}

function judge(error: unknown, project: string): Finding {
  const remedy = remedyOf(error, { project, hasToken: false });
  if (remedy.kind === 'give up') {
    const [says = '', ...more] = remedy.error.message.split(/(?<=\.) |\n/);
    return wrong(says, more.join('\n'));
  }
  if (remedy.kind === 'wait' && remedy.all) {
    return warning('the quota of reads is used up for now', 'Runs wait for it. Does anything else read this project?');
  }
  const why = remedy.kind === 'wait' ? remedy.why : 'it refuses the question';
  return wrong(`does not answer: ${why}`, 'Check the network, and LOGGING_EMULATOR_HOST if it is set.');
}
