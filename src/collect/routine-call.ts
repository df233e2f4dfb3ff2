import type { LogEntry } from '../model/entry.ts';
import { SEVERITY_RANK, type Severity } from '../model/severity.ts';
import { AUDIT_LOGS } from './deploy-entry.ts';
import { field, textIn } from './json-fields.ts';

const AUDIT_TYPE = /(?:^|\/)google\.cloud\.audit\.AuditLog$/;
/** What the system did has no code mostly, and its message alone tells how it went. */
const TELLS_OF_FAILURE =
  /\b(?:fail|error|denied|refused|exceeded|unable|cannot|terminated|killed|preempted|timed out|not ready|changed to (?:False|Unknown))/i;
const TELLS_OF_SUCCESS = /\b(?:succeeded|changed to True)\b/i;
/** `compute.instances.hostError`, `compute.instances.preempted` */
const NAMES_FAILURE = /error|fail|preempt/i;
const SYSTEM_EVENTS = /system_event$/;

/**
 * Whether an entry of the audit log tells of a call that went well and that nobody was warned of: somebody deployed, or
 * gave a role. Such entries are NOTICE, as the program's own notices are, and no news of anything broken.
 * https://cloud.google.com/logging/docs/audit/understanding-audit-logs
 */
export function isRoutineCall({ protoPayload, logName }: LogEntry, severity: Severity): boolean {
  if (protoPayload === undefined || SEVERITY_RANK[severity] > SEVERITY_RANK.NOTICE) return false;
  if (!AUDIT_TYPE.test(textIn(protoPayload, '@type')) || logName?.includes(AUDIT_LOGS) !== true) return false;
  const status = field(protoPayload, 'status');
  const code = textIn(status, 'code');
  const message = textIn(status, 'message');
  if ((code !== '' && code !== '0') || TELLS_OF_FAILURE.test(message)) return false;
  if (NAMES_FAILURE.test(textIn(protoPayload, 'methodName'))) return false;
  // Without a code, words that nobody foresaw are news.
  return code !== '' || message === '' || !SYSTEM_EVENTS.test(logName) || TELLS_OF_SUCCESS.test(message);
}
