import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import type { ScriptedClaude } from './scripted-claude.ts';

/** https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude */
const PATH =
  /^\/v1\/projects\/(?<project>[\w-]+)\/locations\/(?<region>[\w-]+)\/publishers\/anthropic\/models\/(?<model>[\w.@-]+):streamRawPredict$/;
const Body = z.looseObject({
  anthropic_version: z.string().regex(/^(?:vertex-)?\d{4}-\d\d-\d\d$/),
  model: z.undefined().optional(),
});

const TOKEN = 'ya29.the-token';
const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:';
const TOKEN_ANSWER = { issued_token_type: `${TOKEN_TYPE}access_token`, token_type: 'Bearer', expires_in: 3600 };

interface FakeVertex {
  /** As `ANTHROPIC_VERTEX_BASE_URL` names it. */
  readonly url: string;
  /** Where each request went: project, region and model. */
  readonly calls: readonly { readonly project?: string; readonly region?: string; readonly model?: string }[];
  /**
   * Writes credentials into this folder that its own token service changes for a token, as federated accounts do:
   * https://google.aip.dev/auth/4117
   *
   * @returns the file, for GOOGLE_APPLICATION_CREDENTIALS
   */
  credentialsIn(folder: string): string;
  stop(): Promise<void>;
}

/**
 * Vertex AI in front of a scripted Claude: another path, a bearer token, and a body that names the version of the API but
 * no model. What Vertex would refuse is refused.
 *
 * @param account `expired` = the token service refuses; `unknown` = it gives a token that Vertex does not know
 */
export async function startFakeVertex(
  claude: Pick<ScriptedClaude, 'url'>,
  account: 'good' | 'expired' | 'unknown' = 'good',
): Promise<FakeVertex> {
  const calls: FakeVertex['calls'][number][] = [];
  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
    if (incoming.url === '/token') {
      outgoing.writeHead(account === 'expired' ? 400 : 200, { 'content-type': 'application/json' });
      outgoing.end(
        JSON.stringify(
          account === 'expired'
            ? { error: 'invalid_grant', error_description: 'as Google says it' }
            : { ...TOKEN_ANSWER, access_token: account === 'unknown' ? 'ya29.stranger' : TOKEN },
        ),
      );
      return;
    }
    const place = PATH.exec(incoming.url ?? '')?.groups;
    const body = Body.safeParse(JSON.parse(text || '{}'));
    const status =
      incoming.headers.authorization !== `Bearer ${TOKEN}` ? 401 : place === undefined ? 404 : body.success ? 200 : 400;
    if (status !== 200 || place === undefined || !body.success) {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: { code: status, message: 'as Google says it', status: 'REFUSED' } }));
      return;
    }
    calls.push({ ...place });
    const { anthropic_version: _, ...rest } = body.data;
    const response = await fetch(`${claude.url}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...rest, model: place.model }),
    });
    outgoing.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? 'text/plain' });
    outgoing.end(await response.text());
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake of Vertex has no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    credentialsIn(folder) {
      const [path, subject] = [join(folder, 'credentials.json'), join(folder, 'subject-token')];
      writeFileSync(subject, 'who we are elsewhere');
      const credentials = {
        type: 'external_account',
        audience: '//iam.googleapis.com/locations/global/workforcePools/acme/providers/ours',
        subject_token_type: `${TOKEN_TYPE}jwt`,
        token_url: `http://127.0.0.1:${address.port}/token`,
        credential_source: { file: subject },
      };
      writeFileSync(path, JSON.stringify(credentials));
      return path;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
