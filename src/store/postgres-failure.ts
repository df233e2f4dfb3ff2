import { StoreError } from '../model/errors.ts';
import { codeOf } from './locks.ts';
import { FENCED } from './postgres-schema.ts';

/**
 * What PostgreSQL, its driver or the network said, with what to do about it.
 *
 * @param where the database, for the message
 */
export function failureOf(where: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const reason = error instanceof Error ? error.message || codeOf(error) : String(error);
  return new StoreError(`${where}: ${reason}. ${advice(codeOf(error), reason)}`, { cause: error });
}

/** OpenSSL's words for a certificate that it does not trust, as Node hands them on. */
const UNTRUSTED = /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)/;

/** By https://www.postgresql.org/docs/current/errcodes-appendix.html, or Node's word for what the network did. */
function advice(code: string, reason: string): string {
  if (/no encryption$/.test(reason)) return 'It may want TLS: add sslmode=verify-full to DATABASE_URL.';
  if (code.startsWith('28')) return 'Check user and password in DATABASE_URL.';
  if (code === FENCED) return 'Another worker has taken the job over, and this one leaves it alone.';
  if (code === '3D000') return 'Create the database, or name another in DATABASE_URL.';
  if (code === '42501') return 'Give the user of DATABASE_URL the right to make and change tables there.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return 'Write the host in DATABASE_URL as its certificate does; sslmode=verify-ca does not look at it.';
  }
  if (UNTRUSTED.test(code))
    return 'Name the file of the authority that signed its certificate: sslrootcert in DATABASE_URL.';
  if (/SSL|certificate/i.test(reason)) return 'Check sslmode and sslrootcert in DATABASE_URL.';
  if (code === '' || /^[A-Z]{5,}$/.test(code) || code.startsWith('57') || code.startsWith('08')) {
    return 'Check that PostgreSQL runs and can be reached at the address in DATABASE_URL.';
  }
  return 'This is a mistake in log-gardener, or the tables were changed by something else.';
}
