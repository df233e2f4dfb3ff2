/**
 * What syslog puts before a line, RFC 3164 and RFC 5424 alike, up to what is said: `Nov 20 10:00:00 web-1 sshd[123]: `,
 * also with a priority (`<11>`) before it.
 */
export const SYSLOG_HEAD =
  /^(?:<\d{1,3}>(?:1 )?)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) [\w.-]{1,100} [\w./@-]{1,100}(?:\[\d{1,10}\])?: (?=\S)/;
