const SIGN = 'SSL_do_handshake() failed (SSL: ';
/**
 * Reasons that nginx itself calls news of a client, some of them only since 1.21 or 1.23: what scanners and old browsers
 * send. See ngx_ssl_connection_error in https://github.com/nginx/nginx/blob/master/src/event/ngx_event_openssl.c
 */
const REASONS = [
  'bad (?:key share|extension|cipher|ecpoint|digest length|key update|legacy version|length|packet|record type|psk|alert)',
  'bad change cipher spec|decryption failed or bad record mac|inappropriate fallback|http(?:s proxy)? request',
  'no (?:suitable (?:key share|signature algorithm)|shared (?:cipher|group|signature algorithms?)|ciphers (?:passed|specified))',
  'no application protocol|(?:unknown|unsupported) protocol|version too low|wrong version number|missing sigalgs extension',
  'unexpected (?:message|record|eof while reading)|unknown alert type|invalid alert|too many warn alerts|(?:clienthello|parse) tlsext',
  '(?:(?:data|packet|encrypted) )?length (?:too (?:long|short)|mismatch)|(?:sslv3|tlsv1[23]?|ssl/tls) alert [a-z ]{1,40}',
];
const OF_CLIENT = new RegExp(`:(?:${REASONS.join('|')})[):]`);
const WITH_CLIENT = ' while SSL handshaking, client: ';

/** Whether a line of nginx tells of a handshake that a client began wrongly; one with an upstream is another matter. */
export function isHandshakeOfClient(line: string): boolean {
  const at = line.indexOf(SIGN);
  if (at === -1) return false;
  const end = line.indexOf(WITH_CLIENT, at);
  return end !== -1 && OF_CLIENT.test(line.slice(at, end));
}
