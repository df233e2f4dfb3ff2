const QUOTED = '"(?:[^"\\\\]|\\\\.){0,2000}"';
const LEVEL = /(?:^|\s)(?:level|lvl|severity)="?[A-Za-z]{3,10}"?(?:\s|$)/;
const MESSAGE = new RegExp(`(?:^|\\s)(?:msg|message)=(${QUOTED}|[^\\s"]{1,500})`);
/** A line that is fields from its beginning, a quoted message among them, though the level was taken off it. */
const FIELDS = new RegExp(
  `^(?:[A-Za-z][\\w.-]{0,40}=(?:${QUOTED}|[^\\s"]{0,300})\\s{1,4}){1,12}(?:msg|message)=${QUOTED}`,
);
const ERROR = new RegExp(`(?:^|\\s)(?:err|error)=(${QUOTED}|[^\\s"]{1,500})`);

/** `E1120 08:00:00.123456       1 controller.go:167] "Failed to sync" err="no such key"` */
const KLOG = new RegExp(`^[IWEF]\\d{4} [\\d:.]{8,20} {1,10}\\d{1,9} \\S{1,200}:\\d{1,9}\\] (${QUOTED})`);

/**
 * What a line of `key=value` says, as Go's slog, logrus and klog write them (`level=ERROR msg="charge failed" err="no route"`):
 * the message, and the error beside it. Null for any other line.
 */
export function saidInLogfmt(message: string): string | null {
  const line = message.slice(0, 4_000);
  const said = LEVEL.test(line) || FIELDS.test(line) ? unquoted(MESSAGE.exec(line)) : unquoted(KLOG.exec(line));
  if (said === '') return null;
  const error = unquoted(ERROR.exec(line));
  return error === '' || said.includes(error) ? said : `${said}: ${error}`;
}

function unquoted(found: RegExpExecArray | null): string {
  const value = found?.[1] ?? '';
  if (!value.startsWith('"')) return value;
  const text = value.slice(1, -1).replaceAll(/(?<!\\)((?:\\\\){0,8})(?::? ?\\[nrt])+/g, '$1: ');
  return text.replaceAll(/\\(.)/g, '$1').replace(/: $/, '');
}
