/**
 * What a virtual machine of Java writes about its threads, all at once, when a person asks for it (`kill -3`, SIGQUIT): no
 * error, unless it found a deadlock. https://docs.oracle.com/en/java/javase/21/troubleshoot/diagnostic-tools.html
 */

/** `Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7 mixed mode, sharing):` */
export const THREAD_DUMP = /^Full thread dump \S.{0,200}\bVM \(.{0,100}\bmode\b.{0,100}\):?\s{0,8}$/;
const HEAD_WITHIN =
  /^(?:\s{0,8}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\r?\n)?\s{0,8}Full thread dump \S.{0,200}\bVM \(.{0,100}\bmode\b.{0,100}\):?\r?\n/;
/** What stands below it where it found one. */
export const DEADLOCK = /^Found one Java-level deadlock:\s{0,8}$/;
const DEADLOCK_WITHIN = /\n\s{0,8}(?=Found one Java-level deadlock:)/;
/** What stands behind a dump that was taken as the program died. */
const ERROR_WITHIN = /\n(?:Exception in thread "|[\w.$]{1,200}(?:Error|Exception)(?::|\r?\n|$))/;

/** Lines that are in nothing but a thread dump. A frame looks like one of an exception. */
const LINES =
  /^(?:"[^"\n]{0,300}" (?:#\d|daemon |prio=|os_prio=)(?=.{0,300}\b(?:prio|os_prio|tid|nid)=).{0,600}|\s{3}java\.lang\.Thread\.State: \S.{0,80}|\s{3}Locked ownable synchronizers:|\s{1,8}- (?:parking to wait for|waiting (?:to lock|on|to re-lock in wait\(\))|locked|eliminated) {1,2}<.{0,300}|Threads class SMR info:|_java_thread_list=.{0,300}|JNI global ref(?:erence)?s: .{0,100})$/;

/** Whether a line begins a thread dump. */
export function isThreadDump(line: string): boolean {
  return THREAD_DUMP.test(line);
}

/** Whether a line tells of a deadlock, below a thread dump. */
export function isDeadlock(line: string): boolean {
  return DEADLOCK.test(line);
}

/** Whether a line is in nothing but a thread dump, and says nothing by itself. */
export function isOfThreadDump(line: string): boolean {
  return LINES.test(line);
}

/** A text that is a whole thread dump from its telling line on: the deadlock that it found, else its head; else as it is. */
export function fromTellingLine(text: string): string {
  if (!HEAD_WITHIN.test(text.slice(0, 600))) return text;
  const deadlock = DEADLOCK_WITHIN.exec(text);
  return text.slice(deadlock === null ? text.indexOf('Full thread dump ') : deadlock.index + deadlock[0].length);
}

/** Whether a text is a thread dump, or its head, that found no deadlock: somebody asked for it. */
export function isAskedFor(text: string): boolean {
  if (ERROR_WITHIN.test(text)) return false;
  return isThreadDump(fromTellingLine(text).split('\n', 1)[0]?.trimEnd() ?? '');
}
