/** `2025-11-20T12:00:00.123Z<tab>error<tab>shop/cart.go:51<tab>checkout failed<tab>{"order": 7, "error": "no stock"}` */
const TABBED =
  /^\S{1,60}\t(?:debug|info|warn|error|dpanic|panic|fatal)\t(?:[\w.-]{1,80}\t)?(?:\S{1,200}\.go:\d{1,9}\t)?([^\t\n]{1,1000})(?:\t(\{.{0,4000}))?(?:\n|$)/i;

/** What a line of zap's console encoder says: the message, and the error beside it. Null for any other line. */
export function saidInTabs(message: string): string | null {
  const [, said, fields] = TABBED.exec(message.slice(0, 8_000)) ?? [];
  if (said === undefined) return null;
  const error = fields === undefined ? '' : errorIn(fields);
  return error === '' || said.includes(error) ? said : `${said}: ${error}`;
}

function errorIn(fields: string): string {
  try {
    const { error }: { error?: unknown } = JSON.parse(fields);
    return typeof error === 'string' ? error : '';
  } catch {
    // The line may be cut off.
    return '';
  }
}
