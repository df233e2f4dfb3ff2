import type { Span } from './spans.ts';

/** Longer user information than this is none. */
const LONGEST = 1024;
const ENDS_AUTHORITY = /[\s/?#"'`<>\\]/;
const MASKED = /^[*xX.•]+$|^\[?(?:redacted|filtered|hidden|masked|secret|password)\]?$|^[${%<]/i;

/** A token that stands where a user's name does, as in Sentry's DSNs; `akka.tcp://workerSystem@host` has none. */
const LONE_TOKEN = /^(?=.*\d)[\w~.-]{16,}$/;

/** Addresses that whoever knows them may post to; the last part is the secret. */
const WEBHOOK =
  /(?:hooks\.slack\.com\/(?:services|workflows|triggers)|(?:[a-z]{3,10}\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{1,20}|[\w-]{1,63}\.webhook\.office\.com\/webhookb2)\/([\w/@.-]{16,300})/iy;

/** Whether the address of a webhook may be in the text; every other find has an `@`. */
export function namesWebhook(text: string): boolean {
  return /hook/i.test(text);
}

/**
 * `postgres://user:pass@host` → the `user:pass`; scheme and host stay. Also a lone token, as in
 * `https://9f3c…@sentry.io`, and the path of a webhook's address.
 */
export function findUrlCredentials(text: string): Span[] {
  const spans: Span[] = [];
  for (let mark = text.indexOf('://'); mark !== -1; mark = text.indexOf('://', mark + 3)) {
    const start = mark + 3;
    const webhook = webhookAt(text, start);
    if (webhook !== null) {
      spans.push(webhook);
      continue;
    }
    const end = endOfUserInfo(text, start);
    if (end === -1) continue;
    const value = text.slice(start, end);
    if (!isHarmless(value)) spans.push({ start, end, kind: 'url-credentials', value });
  }
  return spans;
}

function webhookAt(text: string, start: number): Span | null {
  WEBHOOK.lastIndex = start;
  const value = WEBHOOK.exec(text)?.[1];
  const end = WEBHOOK.lastIndex;
  return value === undefined ? null : { start: end - value.length, end, kind: 'secret', value };
}

/** Position of the last `@` before the authority ends, or -1: passwords hold raw `@` often enough. */
function endOfUserInfo(text: string, start: number): number {
  let last = -1;
  for (let at = start; at < text.length && at - start <= LONGEST; at += 1) {
    const character = text.charAt(at);
    if (character === '@') last = at;
    else if (ENDS_AUTHORITY.test(character)) break;
  }
  return last;
}

/** A name alone, a masked password, a template such as `${USER}:${PASSWORD}`. */
function isHarmless(userInfo: string): boolean {
  const colon = userInfo.indexOf(':');
  if (colon === -1) return !LONE_TOKEN.test(userInfo);
  const password = userInfo.slice(colon + 1);
  return password === '' || MASKED.test(password);
}
