import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Where Google's client libraries would take their credentials from. Nothing in it is secret. */
export type GoogleCredentials =
  | { readonly kind: 'file'; readonly named: CredentialsPlace; readonly path: string; readonly type: string }
  | { readonly kind: 'unusable'; readonly named: CredentialsPlace; readonly path: string; readonly reason: string }
  /** Of a machine on Google Cloud. */
  | { readonly kind: 'metadata server'; readonly account: string }
  | { readonly kind: 'none'; readonly metadataServerAsked: boolean };

type CredentialsPlace = 'GOOGLE_APPLICATION_CREDENTIALS' | 'gcloud';
type Environment = Readonly<Record<string, string | undefined>>;

/** The kinds that Google's libraries read, with what they cannot do without. */
const CredentialsFile = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('service_account'), client_email: z.string(), private_key: z.string() }),
  z.looseObject({ type: z.literal('authorized_user'), client_id: z.string(), refresh_token: z.string() }),
  z.looseObject({ type: z.literal('external_account'), audience: z.string() }),
  z.looseObject({ type: z.literal('external_account_authorized_user'), refresh_token: z.string() }),
  z.looseObject({ type: z.literal('impersonated_service_account'), service_account_impersonation_url: z.string() }),
]);

/**
 * Looks where Google's libraries look, in their order: https://cloud.google.com/docs/authentication/application-default-credentials
 *
 * @param askMetadataServer gives the machine's account, or null
 */
export async function findGoogleCredentials(
  env: Environment,
  askMetadataServer: () => Promise<string | null>,
): Promise<GoogleCredentials> {
  if (env.GOOGLE_APPLICATION_CREDENTIALS) {
    return readCredentials('GOOGLE_APPLICATION_CREDENTIALS', env.GOOGLE_APPLICATION_CREDENTIALS);
  }
  const path = wellKnownFile(env);
  if (path !== null) {
    const found = await readCredentials('gcloud', path);
    if (found.kind !== 'unusable' || found.reason !== NO_SUCH_FILE) return found;
  }
  if (env.METADATA_SERVER_DETECTION === 'none') return { kind: 'none', metadataServerAsked: false };
  const account = await askMetadataServer();
  return account === null ? { kind: 'none', metadataServerAsked: true } : { kind: 'metadata server', account };
}

/** Where `gcloud auth application-default login` writes, and Google's libraries for Node read. */
function wellKnownFile(env: Environment): string | null {
  const folder = env.APPDATA ?? (env.HOME ? join(env.HOME, '.config') : undefined);
  return folder === undefined ? null : join(folder, 'gcloud', 'application_default_credentials.json');
}

const NO_SUCH_FILE = 'there is no such file';

async function readCredentials(named: CredentialsPlace, path: string): Promise<GoogleCredentials> {
  const unusable = (reason: string): GoogleCredentials => ({ kind: 'unusable', named, path, reason });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return unusable(NO_SUCH_FILE);
    return unusable(code === 'EACCES' ? 'reading it is not allowed' : 'it cannot be read');
  }
  const file = CredentialsFile.safeParse(parse(text));
  // What is wrong in detail is not said: the file is full of secrets.
  return file.success
    ? { kind: 'file', named, path, type: file.data.type }
    : unusable('it holds no credentials of Google');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const METADATA_SERVER = '169.254.169.254';

/**
 * Asks the metadata server of Google Cloud for this machine's account; null where there is none.
 * https://cloud.google.com/compute/docs/metadata/querying-metadata
 *
 * @param limitMs off Google Cloud nothing may ever answer
 */
export async function askMetadataServer(env: Environment, limitMs: number): Promise<string | null> {
  const host = env.GCE_METADATA_HOST || METADATA_SERVER;
  try {
    const answer = await fetch(`http://${host}/computeMetadata/v1/instance/service-accounts/default/email`, {
      headers: { 'metadata-flavor': 'Google' },
      signal: AbortSignal.timeout(limitMs),
    });
    const account = (await answer.text()).trim();
    return answer.ok && answer.headers.get('metadata-flavor') === 'Google' && account !== '' ? account : null;
  } catch {
    // No answer means that this is no machine of Google Cloud, the usual case.
    return null;
  }
}
