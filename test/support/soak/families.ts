import type { Random } from '../../../bench/entries/random.ts';

/** How a kind of problem reads in the log. */
export interface Family {
  readonly name: string;
  readonly severity: 'WARNING' | 'ERROR' | 'CRITICAL';
  /** One occurrence of it: other values each time, other line numbers after each deploy. */
  readonly tell: (values: Values, deploy: number) => string;
}

/** What varies from one occurrence to the next. */
interface Values {
  readonly id: () => number;
  readonly ms: () => number;
  readonly hex: () => string;
  readonly uuid: () => string;
  readonly name: () => string;
  readonly host: () => string;
}

const NAMES = ['ann', 'bob', 'carla', 'dmitri', 'eve', 'farid', 'guadalupe', 'heidi'] as const;
const HOSTS = ['partner.example.com', 'hooks.example.net', 'api.example.org', 'cdn-7.example.com'] as const;

export function valuesFrom(random: Random): Values {
  return {
    id: () => 1_000 + random.int(900_000),
    ms: () => 5 + random.int(30_000),
    hex: () => random.hex(12),
    uuid: () => `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
    name: () => random.pick(NAMES),
    host: () => random.pick(HOSTS),
  };
}

export const FAMILIES: readonly [Family, ...Family[]] = [
  {
    name: 'payment',
    severity: 'ERROR',
    tell: ({ id }) => `Payment capture failed for order ${id()}: gateway PaymentGateway refused`,
  },
  {
    name: 'mail queue',
    severity: 'ERROR',
    tell: ({ ms }) => `Mail queue unreachable after ${ms()} ms: connect ECONNREFUSED mailer:25`,
  },
  {
    name: 'search index',
    severity: 'CRITICAL',
    tell: ({ hex, id }) => `Search index corrupt: shard ${hex()} of products misses segment ${id()}`,
  },
  {
    name: 'avatar',
    severity: 'ERROR',
    tell: ({ hex, id }) => `Avatar upload rejected for user ${id()}: image ${hex()}.png has ${id()} bytes`,
  },
  {
    name: 'webhook',
    severity: 'ERROR',
    tell: ({ host, id, ms }) => `Webhook delivery ${id()} to https://${host()}/hook gave up after ${ms()} ms`,
  },
  {
    name: 'slow query',
    severity: 'WARNING',
    tell: ({ ms, id }) => `Slow query: SELECT * FROM baskets WHERE id = ${id()} took ${ms()} ms`,
  },
  {
    name: 'key=value',
    severity: 'ERROR',
    tell: ({ id, uuid, ms }) =>
      `level=error msg="settlement batch aborted" batch=${id()} trace=${uuid()} took=${ms()}ms err="ledger is read-only"`,
  },
  {
    name: 'topic',
    severity: 'ERROR',
    tell: ({ uuid }) => `failed to publish event ${uuid()} to topic stock-changes: context deadline exceeded`,
  },
  {
    name: 'python basket',
    severity: 'ERROR',
    tell: ({ id }, deploy) =>
      [
        `Unhandled exception while pricing basket ${id()}`,
        'Traceback (most recent call last):',
        `  File "/app/shop/checkout.py", line ${41 + 3 * deploy}, in price`,
        '    total = sum(line.price for line in basket["lines"])',
        `  File "/app/shop/basket.py", line ${112 + deploy}, in __getitem__`,
        '    return self.fields[name]',
        "KeyError: 'lines'",
      ].join('\n'),
  },
  {
    name: 'python tax',
    severity: 'ERROR',
    tell: ({ id, name }, deploy) =>
      [
        `Tax report ${id()} for ${name()} was not written`,
        'Traceback (most recent call last):',
        `  File "/app/shop/tax/report.py", line ${77 + 2 * deploy}, in write`,
        '    rate = RATES[country]',
        'KeyError: ‘XK’'.replaceAll(/[‘’]/g, "'"),
      ].join('\n'),
  },
  {
    name: 'node',
    severity: 'ERROR',
    tell: (_, deploy) =>
      [
        "TypeError: Cannot read properties of undefined (reading 'currency')",
        `    at formatPrice (/app/src/prices/format.js:${18 + deploy}:${7 + deploy})`,
        `    at renderInvoice (/app/src/invoices/render.js:${203 + 5 * deploy}:21)`,
        '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
      ].join('\n'),
  },
  {
    name: 'java',
    severity: 'ERROR',
    tell: ({ id, ms }, deploy) =>
      [
        `java.lang.IllegalStateException: Reservation ${id()} could not be settled`,
        `\tat com.example.stock.Reservation.settle(Reservation.java:${88 + deploy})`,
        `\tat com.example.stock.web.StockController.adjust(StockController.java:${45 + 2 * deploy})`,
        '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
        `Caused by: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after ${ms()}ms`,
        `\tat com.example.stock.db.Pool.borrow(Pool.java:${31 + deploy})`,
        '\t... 12 more',
      ].join('\n'),
  },
  {
    name: 'go',
    severity: 'ERROR',
    tell: ({ id, hex }, deploy) =>
      [
        'panic: runtime error: invalid memory address or nil pointer dereference',
        `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x${hex()}]`,
        '',
        `goroutine ${id()} [running]:`,
        `example.com/shop/coupons.(*Redeemer).Apply(0x0, 0xc000${hex()})`,
        `\t/src/coupons/redeem.go:${59 + deploy} +0x1c`,
        `example.com/shop/routes.(*Checkout).Post(0xc000${hex()})`,
        `\t/src/routes/checkout.go:${140 + 4 * deploy} +0x2f4`,
      ].join('\n'),
  },
];
