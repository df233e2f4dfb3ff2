import type { Frame } from '../../../model/cluster.ts';

const LONGEST = 2_000;

/** Packages of the runtime and of the frameworks that most services are built on. */
const LIBRARIES = (
  'System. Microsoft. Google. Grpc. Npgsql. MySql. MySqlConnector. Oracle. MongoDB. StackExchange. RabbitMQ. Confluent. ' +
  'Newtonsoft. Polly. MediatR. AutoMapper. Dapper. Serilog. NLog. Swashbuckle. MassTransit. Hangfire. Quartz. Azure. ' +
  'Amazon. FluentValidation. Refit. Castle. OpenTelemetry. Sentry. Xunit. lambda_method'
).split(' ');

/** What the compiler makes of iterators, asynchronous methods, lambdas and local functions. */
const CLOSURE = /<>c(?:__DisplayClass\d{1,9}_\d{1,9})?(?:`\d{1,3})?\./g;
const STATE_MACHINE = /<(\w{0,200})>[a-z]__\w{0,80}(?:\|[\w]{1,40})?(?:`\d{1,3})?(?:\.MoveNext)?/g;

/**
 * `   at Shop.Orders.Capture(Guid id) in /src/Orders.cs:line 40`; libraries have no place. Null for what is none: Node and
 * Java put the place into the brackets.
 */
export function readDotnetFrame(line: string): Frame | null {
  if (line.length > LONGEST) return null;
  const text = line.trimEnd();
  let start = 0;
  while (text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9) start += 1;
  if (start === 0 || !text.startsWith('at ', start)) return null;
  const open = text.indexOf('(', start);
  const close = text.indexOf(')', open);
  if (open === -1 || close === -1) return null;
  const name = text.slice(start + 3, open);
  if (!/^[\w<>`+|,.[\]$-]{1,600}$/.test(name) || !/^\w|^</.test(name)) return null;
  const given = text.slice(open + 1, close);
  if (!/^[\w<>`+&*[\],.?$ =]{0,1500}$/.test(given) || given.startsWith('<anonymous>')) return null;
  const behind = text.slice(close + 1);
  const place = behind === '' ? null : /^ in (\S.{0,1000}):line (\d{1,9})$/.exec(behind);
  if (behind !== '' && place === null) return null;
  // `at Shop.buy(…)`: what has neither a namespace nor a place may be anything.
  if (place === null && !name.includes('.') && !name.startsWith('lambda_method')) return null;
  return {
    file: place?.[1] ?? '',
    function: plainName(name),
    line: place === null ? null : Number(place[2]),
    own: !LIBRARIES.some((library) => name.startsWith(library)),
    code: '',
  };
}

/** As it is written in the code: `Shop.Orders.<Capture>d__5.MoveNext` is `Shop.Orders.Capture`. */
function plainName(name: string): string {
  return name
    .replace(CLOSURE, '')
    .replace(STATE_MACHINE, '$1')
    .replace(/^lambda_method\d{1,9}/, 'lambda_method');
}
