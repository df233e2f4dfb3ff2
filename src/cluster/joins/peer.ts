import { PLACEHOLDER } from '../../model/placeholder.ts';

/**
 * The address that a text says was not reached, as `host:port`, or the host alone where its name was not found, or the
 * path of a socket, or null: `db-1:5432`, `"10.0.0.3", port 6379`, `('10.0.0.3', 5432)`, also with a placeholder where
 * the address was redacted. Of several the last, since a socket's own address stands first.
 */
export function peerIn(text: string): string | null {
  const head = text.slice(0, 2_000);
  const [, unknown = ''] = NO_SUCH_HOST.exec(head) ?? [];
  if (unknown !== '') return unknown.toLowerCase();
  const [path] = SOCKET.exec(head) ?? [];
  if (path !== undefined) return path;
  let peer: string | null = null;
  for (const [, host = '', port = ''] of head.matchAll(ADDRESS)) {
    const isHost = /[a-z.]/i.test(host) && !SOURCE_FILE.test(host) && !HOUR.test(host);
    if (isHost && Number(port) < LEAST_PRIVATE_PORT) peer = `${host.toLowerCase()}:${port}`;
  }
  return peer;
}

/** https://en.wikipedia.org/wiki/Ephemeral_port: what lies above is mostly the client's own. */
const LEAST_PRIVATE_PORT = 32_768;

/** The names that the servers of PostgreSQL and others give their sockets: `/cloudsql/acme:eu:shop/.s.PGSQL.5432`. */
const SOCKET = /(?<![\w:/.-])\/[^\s"'`()<>,;]{1,180}(?:\.s\.PGSQL\.\d{2,5}|\.sock)\b/;

/** `db.rb:12` is a line of a program. */
const SOURCE_FILE = /\.(?:rb|py|[cm]?jsx?|tsx?|go|java|kt|scala|php|cs|cpp)$/i;

/** `2025-09-16T07:25` is a time. */
const HOUR = /-\d\dT\d\d$/i;

/** What libpq, Node, Go, Java and the MySQL client say of a name that leads to no address. */
const NO_SUCH_HOST =
  /(?:\bcould not translate host name |\bgetaddrinfo (?:ENOTFOUND|EAI_AGAIN) |\blookup (?=[^\s:]{1,200}(?: on \S{1,80})?: )|\bUnknown(?:HostException:| MySQL server host) )["']?([\w][\w.-]{0,199})/;

/** What stands between a host and its port: a colon or `, port`. */
const BEFORE_PORT =
  /:|["'`]?(?: ?\([^()]{1,60}\))?(?:, ?port ["'`]?| and accepting\s{1,8}TCP\/IP connections on port |["'`], ?)/;

/** A host name, address or placeholder of one, then a port. */
const ADDRESS = new RegExp(
  `([\\w][\\w.-]{0,99}|${PLACEHOLDER.source}|\\[[0-9a-f:]{2,45}\\])(?:${BEFORE_PORT.source})(\\d{2,5})(?![\\w.])`,
  'gi',
);
