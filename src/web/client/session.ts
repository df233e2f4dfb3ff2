/** The one-time code of the address is exchanged for a token that lives in this variable alone: a reload asks for another code. */
let token: string | null = null;

/** What stands before the code in the address: `http://127.0.0.1:PORT/#code=…`. */
const CODE = /^#code=([\w-]+)(?:&to=(.*))?$/;

/**
 * Exchanges the code and takes it out of the address bar before anything else happens.
 *
 * @returns whether this page may ask the server now
 */
export async function openSession(): Promise<boolean> {
  const [, code, to] = CODE.exec(location.hash) ?? [];
  if (code === undefined) return token !== null;
  history.replaceState(null, '', `${location.pathname}#${to === undefined ? '/' : decodeURIComponent(to)}`);
  const answer = await fetch('/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!answer.ok) return false;
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string')
    token = body.token;
  return token !== null;
}

/** Header that shows the server who asks. */
export function bearer(): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
