import { remedyOf } from '../../collect/cloud-logging/failure.ts';
import type { ReadPage } from '../../collect/cloud-logging/read-pages.ts';
import { formatNumber } from '../../wording/words.ts';
import { type Check, type Finding, ok, skipped, warning, wrong } from './finding.ts';
import type { UsedReads } from './read-quota.ts';

/** What asking Cloud Logging takes. */
export interface LoggingProbe {
  /** Null where the config cannot be used. */
  readonly project: string | null;
  /** Whether there is anything to ask with: credentials, or an emulator. */
  readonly hasAccess: () => Promise<boolean>;
  readonly connect: (project: string) => Promise<{ readPage: ReadPage; close: () => Promise<void> }>;
  /** Counts the read that the question takes; null where nothing says how many there were. */
  readonly countRead: (project: string) => Promise<UsedReads | null>;
  /** RFC 3339: nothing newer than this has happened yet, so the question costs one read and no entries. */
  readonly now: () => string;
}

/** May the logs of the project be read? Asks with one read of nothing. */
export function googleLoggingCheck(probe: LoggingProbe): Check {
  return { name: 'google.logging', title: 'Cloud Logging', examine: () => look(probe) };
}

async function look({ project, hasAccess, connect, countRead, now }: LoggingProbe): Promise<Finding> {
  if (project === null || project === '') return skipped('not asked: no project is set');
  if (!(await hasAccess())) return skipped('not asked: there are no usable credentials');
  const reads = await countRead(project);
  if (reads?.isFull) {
    return warning(`not asked: ${wordsFor(reads)}`, 'Runs wait for it. Ask again in a minute, when none is going on.');
  }
  const { readPage, close } = await connect(project);
  try {
    await readPage({ filter: `timestamp > "${now()}" AND severity >= EMERGENCY`, pageToken: '' });
    const says = `the logs of ${project} may be read`;
    if (reads === null) return ok(says, 'the quota of reads: the state folder cannot be used');
    return ok(`${says}; ${wordsFor(reads)}`, 'reads by whoever does not share the state folder');
  } catch (error) {
    return judge(error, project);
  } finally {
    await close();
  }
}

function wordsFor({ used, perMinute }: UsedReads): string {
  return `${formatNumber(used)} of ${formatNumber(perMinute)} reads used in the last minute`;
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
