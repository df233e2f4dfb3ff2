/**
 * The address that a text says was not reached, as `host:port`, or null: `db-1:5432`, `"10.0.0.3", port 6379`,
 * `('10.0.0.3', 5432)`, also with a placeholder where the address was redacted. Of several the last, since a socket's own
 * address stands first.
 */
export function peerIn(text: string): string | null {
  const head = text.slice(0, 2_000);
  let peer: string | null = null;
  for (const [, host = '', port = ''] of head.matchAll(ADDRESS)) {
    if (Number(port) < LEAST_PRIVATE_PORT && /[a-z.]/i.test(host)) peer = `${host.toLowerCase()}:${port}`;
  }
  return peer;
}

/** https://en.wikipedia.org/wiki/Ephemeral_port: what lies above is mostly the client's own. */
const LEAST_PRIVATE_PORT = 32_768;

/** A host name, address or placeholder of one, then a colon or `, port`, then a number. */
const ADDRESS =
  /([\w][\w.-]{0,99}|\[[a-z-]{1,30}-[0-9a-f]{4}\]|\[[0-9a-f:]{2,45}\])(?::|["'`]?(?: ?\([^()]{1,60}\))?(?:, ?port ["'`]?|["'`], ?))(\d{2,5})(?![\d.])/gi;
