import { field, textIn } from '../../collect/json-fields.ts';
import { pathTemplate } from '../../collect/request.ts';
import type { LogEntry } from '../../model/entry.ts';
import type { Member } from '../member.ts';
import { type KeptEntry, logEntryOf } from '../summary/kept-entry.ts';
import { clip, type Link } from './link.ts';

/** A request as one end of it knows it: `shop-jobs-ew.a.run.app/jobs/report`, and the statuses that it may have had. */
interface Call {
  readonly address: string;
  readonly statuses: readonly number[];
  /** The one who answered knows that one of them called. */
  readonly isTheirs: boolean;
}

/** What Cloud Tasks calls a status: https://cloud.google.com/apis/design/errors#handling_errors */
const STATUSES = new Map<string, readonly number[]>([
  ['INVALID_ARGUMENT', [400]],
  ['UNAUTHENTICATED', [401]],
  ['PERMISSION_DENIED', [403]],
  ['NOT_FOUND', [404]],
  ['RESOURCE_EXHAUSTED', [429]],
  ['INTERNAL', [500, 501, 502]],
  ['UNAVAILABLE', [502, 503]],
  ['DEADLINE_EXCEEDED', [504]],
]);

const THEIR_AGENT = /^Google-Cloud-(?:Scheduler|Tasks)\b/;

/**
 * What Cloud Scheduler and Cloud Tasks say of a call that failed, and the line of the request log of that very call: the
 * same address with the same status, and if there are several, the one that names the caller.
 */
export function linksByCall(members: readonly Member[]): Link[] {
  const callers = [...members.entries()].filter(([, { kind }]) => kind === 'call');
  if (callers.length === 0) return [];
  const answered = members.map(({ summary }) => summary.examples.flatMap(answerIn));
  return callers.flatMap(([index, { summary, voices }]) => {
    const calls = summary.examples.flatMap((example) => callIn(logEntryOf(example)));
    const answersOf = (other: number): Call[] =>
      (answered[other] ?? []).filter((answer) => calls.some((call) => isSame(call, answer)));
    const answers = [...members.keys()].filter((other) => answersOf(other).length > 0);
    const theirs = answers.filter((other) => answersOf(other).some(({ isTheirs }) => isTheirs));
    const [answer, ...others] = theirs.length > 0 ? theirs : answers;
    if (answer === undefined || others.length > 0) return [];
    const [caller, request] = [voices[0], members[answer]?.voices[0]].map((voice) => clip(voice?.line ?? ''));
    return [{ members: [index, answer], rule: `joined: '${caller}' is the call that '${request}' answered` }];
  });
}

function isSame(call: Call, answer: Call): boolean {
  return call.address === answer.address && answer.statuses.some((status) => call.statuses.includes(status));
}

function callIn({ jsonPayload, httpRequest }: LogEntry): Call[] {
  const attempt = field(jsonPayload, 'attemptResponseLog');
  const [, target = ''] = textIn(attempt, 'targetAddress').split(' ', 2);
  const address = addressOf(target === '' ? textIn(jsonPayload, 'url') : target);
  const status = Number(textIn(httpRequest, 'status') || Number.NaN);
  const statuses = Number.isNaN(status) ? STATUSES.get(textIn(attempt, 'status')) : [status];
  return address === '' || statuses === undefined ? [] : [{ address, statuses, isTheirs: true }];
}

function answerIn(example: KeptEntry): Call[] {
  if (!example.isRequestLog || example.http === null) return [];
  const { httpRequest } = logEntryOf(example);
  const address = addressOf(textIn(httpRequest, 'requestUrl'));
  const isTheirs = THEIR_AGENT.test(textIn(httpRequest, 'userAgent'));
  return address === '' ? [] : [{ address, statuses: [example.http.status], isTheirs }];
}

/** Host and path; the scheme may differ where something stands between the two. */
function addressOf(url: string): string {
  const host = /^https?:\/\/([^/?#\s]{1,300})/i.exec(url)?.[1] ?? '';
  return host === '' ? '' : `${host.toLowerCase()}${pathTemplate(url)}`;
}
