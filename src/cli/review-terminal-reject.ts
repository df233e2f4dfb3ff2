import { isCancel, select, text } from '@clack/prompts';
import type { Draft } from '../model/draft.ts';
import type { TriagedCluster } from '../model/run.ts';
import { RejectRequest } from '../review/requests.ts';
import type { Streams } from './streams.ts';

type Ruling = NonNullable<RejectRequest['ruling']>;
type Choice = 'again' | 'until' | 'tenfold' | 'duplicate' | 'apart' | 'together';

/** Asks why a draft is rejected and what later runs shall make of it. Null = the person thought better of it. */
export async function askRejection(
  { hash: seen }: Draft,
  triaged: TriagedCluster | null,
  streams: Streams,
): Promise<RejectRequest | null> {
  const validate = (value: string | undefined): string | undefined =>
    (value ?? '').trim() === '' ? 'A word or two; it tells the next reviewer why.' : undefined;
  const reason = await text({ message: 'Why not?', validate, ...streams });
  if (isCancel(reason)) return null;
  const patterns = triaged?.cluster.patterns.map(({ fingerprint }) => fingerprint) ?? [];
  const choice = await select<Choice>({
    message: 'And later runs?',
    options: [
      { value: 'again', label: 'Draft it again if it is still there' },
      { value: 'until', label: 'Leave it alone until a time' },
      { value: 'tenfold', label: 'Leave it alone until it is ten times as frequent' },
      { value: 'duplicate', label: 'It is tracked in another issue' },
      ...(patterns.length > 1 ? [{ value: 'apart', label: 'Its patterns are problems of their own' } as const] : []),
      { value: 'together', label: 'It is one problem with another' },
    ],
    ...streams,
  });
  if (isCancel(choice)) return null;
  if (choice === 'again') return { seen, reason };
  const ruling = await askRuling(choice, patterns, streams);
  return ruling === null ? null : { seen, reason, ruling };
}

async function askRuling(
  choice: Exclude<Choice, 'again'>,
  patterns: string[],
  streams: Streams,
): Promise<Ruling | null> {
  if (choice === 'tenfold') return { kind: 'mute', untilTenfold: true };
  if (choice === 'apart') return { kind: 'apart', patterns };
  const { message, placeholder, make } = QUESTIONS[choice];
  const isWrong = (value: string | undefined): string | undefined =>
    RejectRequest.shape.ruling.safeParse(make((value ?? '').trim())).success ? undefined : `For example ${placeholder}`;
  const answer = await text({ message, placeholder, validate: isWrong, ...streams });
  return isCancel(answer) ? null : make(answer.trim());
}

const QUESTIONS: Readonly<
  Record<'until' | 'duplicate' | 'together', { message: string; placeholder: string; make: (answer: string) => Ruling }>
> = {
  until: {
    message: 'Until when, with zone?',
    placeholder: '2026-03-01T00:00:00Z',
    make: (until) => ({ kind: 'mute', until }),
  },
  duplicate: {
    message: 'In which issue?',
    placeholder: '#169',
    make: (number) => ({ kind: 'duplicate', of: Number(number.replace(/^#/, '')) }),
  },
  together: {
    message: 'With which fingerprint?',
    placeholder: 'lg10123456789abcdef',
    make: (fingerprint) => ({ kind: 'together', with: fingerprint }),
  },
};
