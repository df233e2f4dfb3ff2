import { field, textIn } from '../../collect/json-fields.ts';
import { endpointTemplate, pathOfUrl } from '../../collect/request.ts';
import type { LogEntry } from '../../model/entry.ts';
import type { Member } from '../member.ts';
import { type KeptEntry, logEntryOf } from '../summary/kept-entry.ts';
import { clip, type Link } from './link.ts';

/** What Cloud Tasks calls a status of a failure of the server: https://cloud.google.com/apis/design/errors#handling_errors */
const STATUSES = new Map<string, readonly number[]>([
  ['INTERNAL', [500, 501, 502]],
  ['UNAVAILABLE', [502, 503]],
  ['DEADLINE_EXCEEDED', [504]],
]);
const FAILED = 500;

/** How they name themselves to whom they call. */
const AGENT = /^Google-Cloud-(?:Scheduler|Tasks)\b/;

/**
 * What Cloud Scheduler or Cloud Tasks say of calls that failed, and the lines of the request log of those very calls: at one
 * address, with one status, and from nobody else, in all entries that are kept of both. What two of them call, or others
 * call too, is no part of one's problem. A request that was refused (4xx) has no address in its pattern.
 */
export function linksByCall(members: readonly Member[]): Link[] {
  const callers = [...members.entries()].filter(([, { kind }]) => kind === 'call');
  if (callers.length === 0) return [];
  const answers = new Map<string, number[]>();
  for (const [index, { summary }] of members.entries()) {
    const answer = onlyOne(summary.examples.map(answerIn));
    if (answer !== null) answers.set(answer, [...(answers.get(answer) ?? []), index]);
  }
  const pairs = callers.flatMap(([caller, { summary }]) => {
    const called = summary.examples.map((example) => callsIn(logEntryOf(example)));
    const [first = []] = called;
    const always = first.filter((call) => called.every((others) => others.includes(call)));
    return always.flatMap((call) => (answers.get(call) ?? []).map((answer) => ({ caller, answer })));
  });
  const byCaller = Map.groupBy(pairs, ({ caller }) => caller);
  const byAnswer = Map.groupBy(pairs, ({ answer }) => answer);
  const isOnly = ({ caller, answer }: (typeof pairs)[number]): boolean =>
    byCaller.get(caller)?.length === 1 && byAnswer.get(answer)?.length === 1;
  return pairs.filter(isOnly).map(({ caller, answer }) => {
    const [call, request] = [caller, answer].map((index) => clip(members[index]?.voices[0]?.line ?? ''));
    return { members: [caller, answer], rule: `joined: '${call}' is the call that '${request}' answered` };
  });
}

/** What all of them say, if they say the same. */
function onlyOne(all: readonly (string | null)[]): string | null {
  const [first = null] = all;
  return all.every((one) => one === first) ? first : null;
}

/** Address and status of the call, or what may have been its status. */
function callsIn({ jsonPayload, httpRequest }: LogEntry): string[] {
  const attempt = field(jsonPayload, 'attemptResponseLog');
  const [, target = ''] = textIn(attempt, 'targetAddress').split(' ', 2);
  const address = addressOf(target === '' ? textIn(jsonPayload, 'url') : target);
  const status = Number(textIn(httpRequest, 'status') || Number.NaN);
  const statuses = Number.isNaN(status) ? (STATUSES.get(textIn(attempt, 'status')) ?? []) : [status];
  return address === '' ? [] : statuses.map((one) => `${address} ${one}`);
}

function answerIn(example: KeptEntry): string | null {
  if (!example.isRequestLog || example.http === null || example.http.status < FAILED) return null;
  const { httpRequest } = logEntryOf(example);
  const address = addressOf(textIn(httpRequest, 'requestUrl'));
  return address === '' || !AGENT.test(textIn(httpRequest, 'userAgent')) ? null : `${address} ${example.http.status}`;
}

/** Host and endpoint; the scheme may differ where something stands between the two. */
function addressOf(url: string): string {
  const host = /^https?:\/\/([^/?#\s]{1,300})/i.exec(url)?.[1] ?? '';
  return host === '' ? '' : `${host.toLowerCase()}${endpointTemplate(pathOfUrl(url), '{id}')}`;
}
