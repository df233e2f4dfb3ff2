import { hash } from 'node:crypto';

/** What a watermark is stored under: SHA-256 in hex, since a key names the user's filter, and that may hold anything. */
export function watermarkKey(key: string): string {
  return hash('sha256', key, 'hex');
}
