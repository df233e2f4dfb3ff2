import type { GoogleCredentials } from '../../collect/google-credentials.ts';
import { type Check, type Finding, ok, warning, wrong } from './finding.ts';

const ADVICE = 'Run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS to the file of a key.';

/**
 * Are there credentials for Google Cloud? An emulator needs none.
 *
 * @param emulator LOGGING_EMULATOR_HOST
 */
export function googleCredentialsCheck(emulator: string | undefined, find: () => Promise<GoogleCredentials>): Check {
  return {
    name: 'google.credentials',
    title: 'Google Cloud',
    examine: async () => (emulator === undefined ? judge(await find()) : judgeEmulator(emulator)),
  };
}

function judgeEmulator(host: string): Finding {
  if (/^[^\s/:@]+:\d{1,5}$/.test(host) || /^\[[0-9a-f:]+\]:\d{1,5}$/i.test(host)) {
    return ok(`LOGGING_EMULATOR_HOST ${host}, which needs no credentials`);
  }
  return wrong('LOGGING_EMULATOR_HOST is not host:port', 'Set it to, for example, 127.0.0.1:8085, or unset it.');
}

function judge(found: GoogleCredentials): Finding {
  switch (found.kind) {
    case 'file':
      return ok(`${found.type} in ${found.path}`);
    case 'metadata server':
      return ok(`${found.account}, by the metadata server`);
    case 'unusable': {
      const named = found.named === 'gcloud' ? "gcloud's credentials" : found.named;
      return wrong(`${named}, ${found.path}: ${found.reason}`, ADVICE);
    }
    case 'none':
      return warning(
        'no credentials: Cloud Logging cannot be read',
        ADVICE,
        found.metadataServerAsked ? null : 'the metadata server (METADATA_SERVER_DETECTION is none)',
      );
  }
}
