import { SourceError } from '../../model/errors.ts';

/** What to do about a read that failed. */
export type Remedy =
  /** The same page again, later; `all` = no other slice should read before that either. */
  | { readonly kind: 'wait'; readonly all: boolean; readonly why: string }
  /** The page token is good no more. */
  | { readonly kind: 'restart' }
  | { readonly kind: 'give up'; readonly error: SourceError };

/** gRPC's status codes: https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const CODE = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  dataLoss: 15,
  unauthenticated: 16,
} as const;

/** Connections break, servers are moved: the next try may well succeed. */
const PASSING: ReadonlySet<number> = new Set([
  ...[CODE.cancelled, CODE.unknown, CODE.deadlineExceeded, CODE.aborted, CODE.internal, CODE.unavailable],
]);

/** Another try gives the same answer. */
const LASTING: ReadonlySet<number> = new Set([
  ...[CODE.failedPrecondition, CODE.outOfRange, CODE.unimplemented, CODE.dataLoss],
]);

/** Decides on an error of the client, by its gRPC status; errors of other kinds are thrown on. */
export function remedyOf(error: unknown, { project, hasToken }: { project: string; hasToken: boolean }): Remedy {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const giveUp = (what: string): Remedy => ({ kind: 'give up', error: new SourceError(what, { cause: error }) });
  // The client tells of missing credentials under several codes, or none.
  if (code === CODE.unauthenticated || /default credentials|invalid_grant|invalid_rapt/i.test(message)) {
    return giveUp(
      'There are no valid Google credentials. Run: gcloud auth application-default login\n' +
        'On a server give it a service account, or set GOOGLE_APPLICATION_CREDENTIALS to the path of a key file.',
    );
  }
  if (code === CODE.permissionDenied && /SERVICE_DISABLED|has not been used|is disabled/.test(message)) {
    return giveUp(
      `The Cloud Logging API is disabled in project ${project}. Run: gcloud services enable logging.googleapis.com --project ${project}`,
    );
  }
  if (code === CODE.permissionDenied) {
    return giveUp(
      `These credentials may not read the logs of project ${project}: the permission logging.logEntries.list is missing. ` +
        'Grant them the role Logs Viewer (roles/logging.viewer), and check the name of the project.',
    );
  }
  if (code === CODE.notFound) return giveUp(`There is no project ${project}. Check --project.`);
  if (code === CODE.invalidArgument) {
    // A query is refused on its first page: later it can only be the token, whatever the words.
    if (hasToken) return { kind: 'restart' };
    return giveUp(`Cloud Logging refuses the query: ${withoutCode(message)}. Check --filter.`);
  }
  if (code === CODE.resourceExhausted) return { kind: 'wait', all: true, why: withoutCode(message) };
  if (typeof code === 'number' && PASSING.has(code)) return { kind: 'wait', all: false, why: withoutCode(message) };
  if (typeof code === 'number' && LASTING.has(code)) {
    return giveUp(
      `Cloud Logging cannot answer for project ${project}: ${withoutCode(message)} (gRPC status ${code}). ` +
        'Check --project and --filter, and LOGGING_EMULATOR_HOST if it is set; if they are right, try again later.',
    );
  }
  throw error;
}

/** When waiting was in vain. */
export function unreachable(why: string, tries: number, readBefore: boolean): SourceError {
  const next = readBefore
    ? 'What was read so far is kept: run the same command again to go on from there.'
    : 'Check the network, and LOGGING_EMULATOR_HOST if it is set.';
  return new SourceError(`Cloud Logging did not answer in ${tries} tries (${why}). ${next}`);
}

/** `14 UNAVAILABLE: No connection established` → `No connection established`. */
function withoutCode(message: string): string {
  return message.replace(/^\d+ [A-Z_]+: /, '').replace(/\.$/, '');
}
