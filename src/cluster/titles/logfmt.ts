const QUOTED = '"(?:[^"\\\\]|\\\\.){0,2000}"';
const LEVEL = /(?:^|\s)(?:level|lvl|severity)="?[A-Za-z]{3,10}"?(?:\s|$)/;
const MESSAGE = new RegExp(`(?:^|\\s)(?:msg|message)=(${QUOTED}|[^\\s"]{1,500})`);
const ERROR = new RegExp(`(?:^|\\s)(?:err|error)=(${QUOTED}|[^\\s"]{1,500})`);

/**
 * What a line of `key=value` says, as Go's slog and logrus write them (`level=ERROR msg="charge failed" err="no route"`):
 * the message, and the error beside it. Null for any other line.
 */
export function saidInLogfmt(message: string): string | null {
  const line = message.slice(0, 4_000);
  const said = LEVEL.test(line) ? unquoted(MESSAGE.exec(line)) : '';
  if (said === '') return null;
  const error = unquoted(ERROR.exec(line));
  return error === '' || said.includes(error) ? said : `${said}: ${error}`;
}

function unquoted(found: RegExpExecArray | null): string {
  const value = found?.[1] ?? '';
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}
