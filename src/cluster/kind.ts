import type { Pattern } from '../model/cluster.ts';
import { readTraceLine } from './skeleton/trace-line.ts';

type Kind = Pattern['kind'];

/** Wording is looked for in the beginning of a message only. */
const HEAD = 600;

/**
 * What a process, its supervisor or the platform says when it ends or does not start. The first rule that fits decides.
 * Cloud Run's wording: https://cloud.google.com/run/docs/troubleshooting
 */
const WORDINGS: readonly (readonly [Kind, RegExp])[] = [
  ['cannot-start', /user-provided container failed to start/i],
  ['cannot-start', /\bfailed to start and listen on the port\b/i],
  ['cannot-start', /\b(?:container|instance) (?:could not|couldn't|cannot|can't|failed to) (?:be )?start(?:ed)?\b/i],
  // Spring Boot's banner; "some service could not start" in the middle of a sentence may be a small matter.
  ['cannot-start', /^(?:the )?(?:application|service|server) (?:failed to|could not|cannot) start\b/i],
  ['cannot-start', /\bstartup (?:\w+ )?probe (?:\w+ )?failed\b/i],
  ['cannot-start', /\bCrashLoopBackOff\b|\bback-off restarting failed container\b/i],

  ['exit', /\bContainer called exit\(-?\d+\)/i],
  ['exit', /\bContainer (?:was )?terminated\b/i],
  ['exit', /\bUncaught signal: ?\d+/i],
  ['exit', /\bMemory limit of [\d.]+ ?[KMGT]i?B? exceeded\b/i],
  ['exit', /\bcontainer instance was found to be using too much memory\b/i],
  ['exit', /\bOOMKilled\b|\bOut of memory: Killed process\b/i],

  ['worker-death', /\bworker \(?pid: ?\d+\)? (?:was terminated|was sent|exited|died|timed out)\b/i],
  [
    'worker-death',
    /\bworker (?:failed to boot|process died|exited (?:prematurely|unexpectedly)|timeout \(pid: ?\d+\))/i,
  ],
  ['worker-death', /\bexception in worker process\b/i],
  ['worker-death', /^DAMN ! worker \d{1,9} \(pid: \d{1,9}\) died/],
  ['worker-death', /^Shutting down: Master$/i],
  ['worker-death', /\bapplication startup failed\b/i],
  ['worker-death', /\bchild process \[?\d+\]? died\b/i],
  ['worker-death', /\bWorkerLostError\b|\bprocess '[^']{1,80}' pid: ?\d+ exited with\b/i],
  ['worker-death', /\bApp \[[^\]]{1,80}\] exited with code \[\d+\]/i],
  [
    'worker-death',
    /\b(?:child|worker)(?: process)? (?:\d+ )?(?:exited|terminated|died|was killed) (?:with|by|on|due to) (?:code|exit code|status|signal)\b/i,
  ],
];

/** A kill for using too much memory: an exit that says by itself why. */
const MEMORY_KILL = /\bmemory limit of\b|\btoo much memory\b|\bOOMKilled\b|\bout of memory\b/i;

const KILLED = /\bsignal:? ?9\b|\bSIGKILL\b|\bexit(?:ed)?(?: with)?(?: code)? ?\(?137\b/i;

/** Something that died while it was starting up. */
const AT_START = /\bfailed to boot\b|\bfailed to start\b|\bstartup failed\b|\b(?:cannot|could not) (?:be )?start/i;

/** What kind of thing a pattern's example is in the life of a process. */
export function kindOf(example: {
  message: string;
  hasTrace: boolean;
  isRequest: boolean;
  status: number | null;
}): Kind {
  if (example.hasTrace) return 'exception';
  const text = withoutLeadingTags(example.message.slice(0, HEAD)).trim();
  if (readTraceLine(text) !== null) return 'trace-line';
  const isFailed = example.isRequest && example.status !== null && example.status >= 500;
  for (const [kind, wording] of WORDINGS) {
    // A request that was lost tells of a death, but is none: what died says so itself.
    if (wording.test(text) && !(isFailed && (kind === 'exit' || kind === 'worker-death'))) return kind;
  }
  return isFailed ? 'http-error' : 'message';
}

export function isMemoryKill(message: string): boolean {
  return MEMORY_KILL.test(message.slice(0, HEAD));
}

/** An end by SIGKILL: by what has the memory, mostly. */
export function isKill(message: string): boolean {
  return KILLED.test(message.slice(0, HEAD));
}

export function diesAtStart(message: string): boolean {
  return AT_START.test(message.slice(0, HEAD));
}

/** Without what loggers put before a message: `[2025-09-16 00:42:53 +0000] [11] [ERROR] `. */
export function withoutLeadingTags(text: string): string {
  return text.replace(/^(?:\s*\[[^\]\n]{0,60}\])+[\s:]*/, '');
}
