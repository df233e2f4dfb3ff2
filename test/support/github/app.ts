import { createPublicKey, generateKeyPairSync, randomBytes, verify } from 'node:crypto';
import { Hono } from 'hono';
import { z } from 'zod';
import { idOf, nodeId, repositoryName, userAnswer } from './answers.ts';
import { notFound } from './refusal.ts';
import { repositoryAnswer } from './repository-answers.ts';
import type { Tracker } from './tracker.ts';
import { repositoryScene, sceneOf, type World } from './world.ts';

/** Who sent a request: the owner of the one token, an App as itself, or an App's installation. */
type Holder = 'token' | 'app' | 'installation';

/** Every key that opens the door. */
export interface Keys {
  /** PEM; empty where the history has no App. */
  readonly privateKey: string;
  holderOf(given: string): Holder | null;
  /** A token of the installation, for an hour of the real clock, by which clients renew it. */
  issue(): { token: string; expires_at: string };
}

const HOUR_MS = 3_600_000;
/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
const LONGEST_JWT_SECONDS = 600;

const Claims = z.looseObject({ iss: z.union([z.string(), z.int()]), iat: z.int(), exp: z.int() });

export function createKeys(token: string, app: Tracker['app']): Keys {
  const pair =
    app === null
      ? null
      : generateKeyPairSync('rsa', {
          modulusLength: 2048,
          publicKeyEncoding: { type: 'spki', format: 'pem' },
          // As GitHub hands it out.
          privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
        });
  const issued = new Map<string, number>();
  const isApp = (jwt: string): boolean => {
    const [head = '', claims = '', signature = ''] = jwt.split('.');
    if (app === null || pair === null || signature === '') return false;
    const key = createPublicKey(pair.publicKey);
    if (!verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))) return false;
    const read = Claims.safeParse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    const now = Date.now() / 1000;
    if (!read.success || String(read.data.iss) !== String(app.id)) return false;
    return read.data.iat <= now + 5 && read.data.exp > now && read.data.exp - now <= LONGEST_JWT_SECONDS;
  };
  return {
    privateKey: pair?.privateKey ?? '',
    holderOf(given) {
      if (given === token) return 'token';
      if ((issued.get(given) ?? 0) > Date.now()) return 'installation';
      return isApp(given) ? 'app' : null;
    },
    issue() {
      const made = `ghs_${randomBytes(18).toString('hex')}`;
      const expires = Date.now() + HOUR_MS;
      issued.set(made, expires);
      return { token: made, expires_at: `${new Date(expires).toISOString().slice(0, 19)}Z` };
    },
  };
}

/** https://docs.github.com/rest/apps/apps */
export function appRoutes(world: World, keys: Keys): Hono {
  const routes = new Hono();

  routes.get('/repos/:owner/:repo/installation', (c) => {
    const scene = repositoryScene(world, c);
    const { app, repository } = world.tracker;
    if (app === null) throw notFound();
    const { base } = scene;
    const id = installationOf(world.tracker);
    return c.json({
      id,
      account: userAnswer(scene, repository.owner),
      repository_selection: 'selected',
      access_tokens_url: `${base}/app/installations/${id}/access_tokens`,
      repositories_url: `${base}/installation/repositories`,
      html_url: `https://github.com/organizations/${repository.owner}/settings/installations/${id}`,
      app_id: app.id,
      app_slug: app.slug,
      target_id: idOf(repository.owner),
      target_type: 'Organization',
      permissions: app.permissions,
      events: [],
      created_at: '2025-01-01T00:00:00Z',
      updated_at: '2025-01-01T00:00:00Z',
      single_file_name: null,
      suspended_at: app.suspended ? '2025-01-02T00:00:00Z' : null,
      suspended_by: null,
      client_id: `Iv1.${nodeId('App', app.id)}`,
    });
  });

  routes.post('/app/installations/:id{[0-9]+}/access_tokens', (c) => {
    const { app } = world.tracker;
    if (app === null || Number(c.req.param('id')) !== installationOf(world.tracker)) throw notFound();
    const repositories = [repositoryAnswer(sceneOf(world, c))];
    const answer = { ...keys.issue(), permissions: app.permissions, repository_selection: 'selected', repositories };
    return c.json(answer, 201);
  });

  return routes;
}

function installationOf(tracker: Tracker): number {
  return idOf(`installation ${repositoryName(tracker)}`);
}
