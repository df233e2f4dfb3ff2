/**
 * What stands for a redacted value, of whatever kind: `[email-3f9a]`. Its four hex digits are those of a keyed hash: they
 * are not the number, the port or the word that they may look like.
 */
export const PLACEHOLDER = /\[[a-z][a-z0-9-]{0,57}-[0-9a-f]{4}\]/;
