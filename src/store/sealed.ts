import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { StoreError } from '../model/errors.ts';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** Text that lies in the store for a while and is nobody's to read there: packed, sealed, as base64. */
export function seal(text: string, secret: Buffer): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, keyOf(secret), nonce, { authTagLength: TAG });
  const sealed = [cipher.update(gzipSync(text)), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64');
}

/** @throws StoreError where it was sealed with another secret, or changed since */
export function unseal(content: string, secret: Buffer): string {
  const bytes = Buffer.from(content, 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(secret), bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    const packed = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
    return gunzipSync(packed).toString('utf8');
  } catch (error) {
    throw new StoreError(
      'What was read cannot be unsealed: another key sealed it, or it was changed. ' +
        'Put the same redaction.key into the state folder of every machine.',
      { cause: error },
    );
  }
}

/** The secret has another use, which this one gives nothing away of. */
function keyOf(secret: Buffer): Buffer {
  return createHmac('sha256', secret).update('what was read, in the store').digest();
}
