import type { Cluster, Pattern, ThrownError } from '../model/cluster.ts';
import { joinWords } from '../wording/words.ts';

const KINDS: Readonly<Record<Pattern['kind'], string>> = {
  exception: 'a stack trace',
  message: 'a log line',
  'cannot-start': 'a start that failed',
  'worker-death': 'the end of a worker',
  exit: 'the exit of a container',
  'http-error': 'a failed request',
  call: 'what its caller says of it',
  'trace-line': 'a line out of a stack trace',
};

/** Why the first pattern of a cluster is its root, as far as the patterns show it (see cluster/root.ts). */
export function whyRoot({ patterns, rootCause }: Pick<Cluster, 'patterns' | 'rootCause'>): string {
  const [root, ...others] = patterns;
  if (root === undefined || others.length === 0) return 'it is the only pattern';
  if (rootCause !== null) return whyByCause(root, others, rootCause);
  const kinds = [...new Set(others.map(({ kind }) => kind))].filter((kind) => kind !== root.kind);
  const alike = others.filter(({ kind }) => kind === root.kind);
  // Only a kill for using too much memory comes before a line: it says itself why.
  const what = root.kind === 'exit' && kinds.includes('message') ? 'an exit that says why' : KINDS[root.kind];
  const nearest = kinds.length === 0 ? '' : `${what} comes before ${joinWords(kinds.map((kind) => KINDS[kind]))}`;
  if (alike.length === 0) return nearest;
  return `${nearest === '' ? '' : `${nearest}; `}${firstOf(alike.length + 1)}`;
}

function whyByCause(root: Pattern, others: readonly Pattern[], cause: ThrownError): string {
  const holds = holdsCause(root, cause);
  const because = holds ? 'its stack trace ends in the root cause' : 'it tells of the root cause';
  const alike = holds ? others.filter((other) => holdsCause(other, cause)) : [];
  if (alike.length === 0) return because;
  const nearest = alike.every((other) => depthOf(other) > depthOf(root));
  const which = nearest
    ? `of ${alike.length + 1} such traces it is the one taken nearest to where it was thrown`
    : firstOf(alike.length + 1);
  return `${because}; ${which}`;
}

function firstOf(alike: number): string {
  return `of ${alike} alike it is the first by how much it shows, severity, length and fingerprint`;
}

function holdsCause({ thrown }: Pattern, cause: ThrownError): boolean {
  const last = thrown.at(-1);
  return last !== undefined && last.type === cause.type && last.message === cause.message;
}

/** As cluster/root.ts weighs traces: fewer exceptions first, then fewer frames of the application's own. */
function depthOf({ thrown }: Pattern): number {
  const own = thrown.flatMap(({ frames }) => frames).filter((frame) => frame.own).length;
  return thrown.length * 1_000_000 + own;
}
