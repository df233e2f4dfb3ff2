const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/**
 * Words that tell two events apart wherever they stand, compared in lower case: booleans, levels, states. They never
 * become part of a slot, however many there are.
 */
export const CONSTANT_WORDS = words(
  'true false yes no on off ' +
    'trace debug info notice warn warning error critical crit fatal alert emerg emergency panic severe ' +
    'up down open closed active inactive idle busy enabled disabled healthy unhealthy ready running pending ' +
    'success successful succeeded successfully failure failed fail passed ok done complete completed ' +
    'started stopped starting stopping paused resumed connected disconnected ' +
    'accepted rejected denied allowed granted refused expired revoked timeout cancelled canceled aborted ' +
    'valid invalid missing unknown unauthorized forbidden get post put patch delete head options',
);

/** Status codes as words: HTTP reason phrases of one word and gRPC's code names (https://grpc.io/docs/guides/status-codes/). */
export const STATUS_NAMES = words(
  'OK Created Accepted Found Unauthorized Forbidden Conflict Gone Locked Teapot Continue ' +
    'Canceled Cancelled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied ' +
    'ResourceExhausted FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated',
);
