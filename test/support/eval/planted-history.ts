import { History, type HistoryInput } from '../github/history.ts';
import type { Scenario, Thread, Tracker } from './scenario.ts';

/** The login that the token belongs to. */
export const VIEWER = 'log-gardener-bot';

/** The tracker as the scenario server plants it. Throws with every problem of it. */
export function plantHistory({ tracker, issues, pulls, crowd }: Scenario, fingerprint: string): HistoryInput {
  const people = tracker.people;
  const threads = { issues: [...tracker.issues, ...issues], pulls: [...tracker.pulls, ...pulls] };
  const all = {
    repository: tracker.repository,
    viewer: VIEWER,
    issues: [...threads.issues.map((issue) => settle(issue, people, 'issue')), ...crowdOf(crowd, people)],
    pulls: threads.pulls.map((pull) => settle(pull, people, 'pull')),
  };
  const numbers = [...all.issues, ...all.pulls].map(({ number }) => Number(number));
  return History.parse(fill({ ...all, nextNumber: Math.max(...numbers) + 1 }, fingerprint));
}

/** Who opened it and when matters to few scenarios; both are the same every time. */
function settle(thread: Thread, people: Tracker['people'], kind: 'issue' | 'pull'): Thread {
  const { number } = thread;
  const isClosed = kind === 'issue' ? 'closed_at' in thread : 'closed_at' in thread || 'merged_at' in thread;
  const defaults = { author: people[number % people.length], created_at: openedAt(number) };
  const reason = kind === 'issue' && isClosed ? { state_reason: 'completed' } : {};
  return { ...defaults, ...reason, state: isClosed ? 'closed' : 'open', ...thread };
}

/** Issues are numbered in the order in which they were opened, some four a day at first. */
function openedAt(number: number): string {
  const days = 600 * (1 - 1 / (1 + number / 800));
  return new Date(Date.UTC(2024, 2, 5, 9) + Math.round(days * 24 * 60) * 60_000).toISOString().replace('.000', '');
}

function crowdOf(crowd: Scenario['crowd'], people: Tracker['people']): Thread[] {
  if (crowd === undefined) return [];
  const { count, first, title, body, words } = crowd;
  return Array.from({ length: count }, (_, index) => {
    let rest = index;
    const chosen = new Map<string, string>();
    for (const [slot, list] of Object.entries(words)) {
      chosen.set(slot, list[rest % list.length] ?? '');
      rest = Math.floor(rest / list.length);
    }
    const say = (text: string) => text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => chosen.get(name) ?? slot);
    const number = first + index;
    const thread = { number, title: say(title), body: say(body) };
    const closed = { ...thread, closed_at: new Date(Date.parse(openedAt(number)) + 86_400_000).toISOString() };
    return settle(index % 3 === 0 ? thread : closed, people, 'issue');
  });
}

/** Writes times out, and the fingerprint of the scenario's first problem where a text names it. */
export function fill(value: unknown, fingerprint: string): unknown {
  if (typeof value === 'string') {
    const time = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d)$/.exec(value);
    return time === null ? value.replaceAll('{{fingerprint}}', fingerprint) : `${time[1]}T${time[2]}:00Z`;
  }
  if (Array.isArray(value)) return value.map((part) => fill(part, fingerprint));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, fill(part, fingerprint)]));
}
