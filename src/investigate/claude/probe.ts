import type { ClaudeAccess } from './connect.ts';

/** What Claude says to the question whether a model is there: an HTTP status, or why there was no answer. */
export type ModelProbe = { readonly status: number } | { readonly failed: string };

/** https://platform.claude.com/docs/en/api/models */
const [ADDRESS, VERSION] = ['https://api.anthropic.com', '2023-06-01'];

/**
 * Asks whether a key is accepted and a model is there. Costs nothing, and needs no SDK.
 *
 * @param limitMs how long the answer may take
 */
export async function probeModel(
  { apiKey, baseUrl = ADDRESS }: Pick<ClaudeAccess & { provider: 'anthropic' }, 'apiKey' | 'baseUrl'>,
  model: string,
  limitMs: number,
): Promise<ModelProbe> {
  const url = `${baseUrl.replace(/\/+$/, '')}/v1/models/${encodeURIComponent(model)}`;
  try {
    const { status, body } = await fetch(url, {
      headers: { 'x-api-key': apiKey, 'anthropic-version': VERSION },
      // The key is for this address and no other.
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    });
    await body?.cancel();
    return { status };
  } catch (error) {
    return { failed: error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'no connection' };
  }
}
