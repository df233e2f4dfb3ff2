import { createHash } from 'node:crypto';
import type { CollectedEntry } from '../../src/model/entry.ts';
import { collected } from './entries.ts';

/** An entry of a day's log; `problem` names the one that it belongs to. */
export interface DayEntry {
  readonly problem: string;
  /** Seconds since the day began. */
  readonly at: number;
  readonly entry: CollectedEntry;
}

type Said = Parameters<typeof collected>[0] & { message: string };

interface Problem {
  readonly name: string;
  /** Hours of the day in which it is there: from the first on, before the last. */
  readonly hours: readonly [number, number];
  /** Times an hour. */
  readonly rate: number;
  /** What one occurrence leaves in the log, a few milliseconds apart. */
  readonly leaves: (value: Values) => Said[];
}

/** Values that differ from occurrence to occurrence and from hour to hour. */
interface Values {
  readonly hour: number;
  number(below: number): number;
  hex(digits: number): string;
  pick<T>(from: readonly [T, ...T[]]): T;
}

const python = (head: string, frames: readonly (readonly [string, string, string])[], error: string): string => {
  const lines = frames.map(([file, name, code], i) => `  File "${file}", line ${20 + i}, in ${name}\n    ${code}\n`);
  return `${head === '' ? '' : `${head}\n`}Traceback (most recent call last):\n${lines.join('')}${error}`;
};

const JAVA_ROOT =
  'com.acme.ledger.VersionConflictException: Ledger of the branch was changed by another booking\n' +
  '\tat com.acme.ledger.Ledger.verify(Ledger.java:44)\n\tat com.acme.ledger.Ledger.book(Ledger.java:102)\n';

const PROBLEMS: readonly Problem[] = [
  {
    name: 'a payment that the gateway refuses',
    hours: [0, 24],
    rate: 4,
    leaves: ({ number, hex }) => [
      { message: `Payment ${hex(8)} for order ${number(1e6)} failed after ${number(5000)} ms: gateway said no` },
    ],
  },
  {
    name: 'a shard that is behind, another one every hour',
    hours: [2, 20],
    rate: 1,
    leaves: ({ hour, number }) => [
      { message: `Replica shard-${hour} of index orders/live is behind by ${number(900)} s` },
    ],
  },
  {
    name: 'a topic that lags, another one every hour',
    hours: [0, 24],
    rate: 2,
    leaves: ({ hour, number }) => [
      {
        message: `Consumer lags behind on topic shop/${'abcdefghijklmnopqrstuvwx'[hour]}/events by ${number(1e5)} messages`,
        severity: 'WARNING',
      },
    ],
  },
  {
    name: 'full mailboxes, first of one user, later of many',
    hours: [3, 24],
    rate: 1,
    leaves: ({ hour, pick }) =>
      (hour === 3 ? ['alice'] : ['bob', 'carol', 'dave', 'erin', pick(['frank', 'grace', 'heidi', 'ivan'])]).map(
        (user) => ({ message: `Cannot send receipt to user ${user} because the mailbox is full` }),
      ),
  },
  {
    name: 'a key that a basket lacks',
    hours: [0, 24],
    rate: 2,
    leaves: ({ hex }) => [
      {
        message: python(
          `Unhandled error in request ${hex(12)}`,
          [
            ['/app/shop/api.py', 'handle', 'return view(request)'],
            ['/app/shop/cart.py', 'add_item', 'price = item["id"]'],
          ],
          "KeyError: 'id'",
        ),
      },
    ],
  },
  {
    name: 'the same key that a user lacks',
    hours: [7, 15],
    rate: 1,
    leaves: ({ hex }) => [
      {
        message: python(
          `Unhandled error in request ${hex(12)}`,
          [
            ['/app/shop/api.py', 'handle', 'return view(request)'],
            ['/app/shop/users.py', 'load', 'return row["id"]'],
          ],
          "KeyError: 'id'",
        ),
      },
    ],
  },
  {
    name: 'a database that refuses connections, in a trace and in a line',
    hours: [5, 9],
    rate: 4,
    leaves: ({ number, hex }) => {
      const error = `(psycopg2.OperationalError) connection to server at "10.0.0.${number(200)}", port 5432 failed`;
      const [trace, instance] = [hex(32), `i-${number(3)}`];
      const frames = [
        ['/usr/lib/python3.12/site-packages/sqlalchemy/pool.py', 'connect', 'return dialect.connect()'],
        ['/app/shop/db.py', 'session', 'return engine.connect()'],
      ] as const;
      return [
        { message: python('', frames, `sqlalchemy.exc.OperationalError: ${error}`), trace, instance },
        { message: `Could not load basket of customer ${number(9999)}: ${error}`, trace, instance },
      ];
    },
  },
  {
    name: 'a ledger that two write to, now and then wrapped',
    hours: [1, 23],
    rate: 2,
    leaves: ({ number, pick }) => [
      {
        message: pick([
          JAVA_ROOT,
          `java.lang.IllegalStateException: Booking ${number(1e5)} cannot be written\n` +
            '\tat com.acme.ledger.Booker.write(Booker.java:77)\n\tat com.acme.ledger.Api.post(Api.java:20)\n' +
            `Caused by: ${JAVA_ROOT}\t... 12 more`,
        ]),
      },
    ],
  },
  {
    name: 'an undefined total, at noon only',
    hours: [12, 13],
    rate: 6,
    leaves: () => [
      {
        message:
          "TypeError: Cannot read properties of undefined (reading 'total')\n" +
          '    at sumBasket (/srv/app/basket.js:10:17)\n    at async checkout (/srv/app/checkout.js:88:9)\n' +
          '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      },
    ],
  },
  {
    name: 'a deprecated setting',
    hours: [0, 2],
    rate: 1,
    leaves: () => [
      { message: "Setting 'checkout.timeout' is deprecated, use 'checkout.deadline' instead", severity: 'WARNING' },
    ],
  },
];

/** A day of a shop's log: problems that are there all day and some that come and go, about 30 entries an hour. */
export function dayOfLog(seed: number): DayEntry[] {
  const entries: DayEntry[] = [];
  for (const { name, hours, rate, leaves } of PROBLEMS) {
    for (let hour = hours[0]; hour < hours[1]; hour += 1) {
      const values = valuesOf(`${seed} ${name} ${hour}`, hour);
      for (let time = 1 + values.number(2 * rate); time > 0; time -= 1) {
        const at = hour * 3600 + values.number(3_590_000) / 1000;
        for (const [line, said] of leaves(values).entries()) {
          const moment = at + line / 100;
          const insertId = `${seed}-${entries.length}`;
          entries.push({ problem: name, at: moment, entry: collected({ insertId, at: moment, ...said }) });
        }
      }
    }
  }
  return entries;
}

function valuesOf(key: string, hour: number): Values {
  let drawn = 0;
  const bytes = () => {
    drawn += 1;
    return createHash('sha256').update(`${key} ${drawn}`).digest();
  };
  const number = (below: number) => bytes().readUInt32BE(0) % below;
  return {
    hour,
    number,
    hex: (digits) => bytes().toString('hex').slice(0, digits),
    pick: (from) => from[number(from.length)] ?? from[0],
  };
}
