import type { Level } from './messages/messages.ts';
import type { Random } from './random.ts';

/** What a program has to say once. */
interface Saying {
  readonly level: Level;
  readonly message: string;
  /** Number of the message's template; places in the code follow from it. */
  readonly template: number;
  /** The exception that came with it. */
  readonly thrown: { readonly type: string; readonly message: string; readonly trace: string } | null;
  /** RFC 3339, milliseconds. */
  readonly time: string;
  readonly user: string;
}

/** A saying as one entry: its `jsonPayload` or `textPayload` as JSON, and whether the entry names its severity. */
interface Written {
  readonly json?: string;
  readonly text?: string;
  readonly stream: 'stdout' | 'stderr';
  readonly hasSeverity: boolean;
  /** Names what the text has before the message, where it has something. */
  readonly form?: string;
}

/** How a logger of some language writes. */
export type Logger = (saying: Saying, random: Random) => Written;

const AREAS = ['orders', 'carts', 'payments', 'search', 'accounts', 'shipping', 'reports', 'webhooks'];
const VERBS = ['create', 'handle', 'load', 'sync', 'notify', 'check', 'render'];

function placeOf(template: number): { area: string; verb: string; line: number } {
  return {
    area: AREAS[template % AREAS.length] ?? '',
    verb: VERBS[template % VERBS.length] ?? '',
    line: 20 + ((template * 37) % 700),
  };
}

/** One in so many structured entries carries a nested payload beside its message. */
const NESTED = 50;

function contextOf(random: Random, user: string): string {
  if (random.int(NESTED) > 0) return '';
  const context = {
    cart: { items: [{ quantity: 1 + random.int(5), sku: random.hex(6) }], total: random.int(90_000) / 100 },
    flags: ['new-checkout', null, true],
    headers: { accept: 'text/html, */*;q=0.8', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) "Firefox"/128.0' },
    user: { id: user, tags: [] },
  };
  return `"context":${JSON.stringify(context)},`;
}

const PINO_LEVEL: Record<Level, number> = { DEBUG: 20, INFO: 30, NOTICE: 30, WARNING: 40, ERROR: 50, CRITICAL: 60 };
const JAVA_LEVEL: Record<Level, string> = {
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  NOTICE: 'INFO',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  CRITICAL: 'ERROR',
};

/** python-json-logger as many teams set it up for Cloud Run. */
export const writePythonJson: Logger = ({ message, template, thrown, time, user }, random) => {
  const { area, verb, line } = placeOf(template);
  const trace = thrown === null ? '' : `"exc_info":${JSON.stringify(thrown.trace)},`;
  const labels = `{"function":"${verb}_${area}","line":"${line}","module":"shop.api.${area}"}`;
  return {
    json: `{${contextOf(random, user)}${trace}"labels":${labels},"message":${JSON.stringify(message)},"timestamp":"${time.slice(0, -1)}512+00:00","user_id":"${user}"}`,
    stream: 'stderr',
    hasSeverity: true,
  };
};

/** structlog without Cloud Logging's names: the severity is in `level` only. */
export const writeStructlog: Logger = ({ level, message, template, thrown, time, user }, random) => {
  const { area } = placeOf(template);
  const trace = thrown === null ? '' : `"exception":${JSON.stringify(thrown.trace)},`;
  return {
    json: `{${contextOf(random, user)}"event":${JSON.stringify(message)},${trace}"level":"${level.toLowerCase()}","logger":"checkout.${area}","request_id":"${random.hex(16)}","timestamp":"${time}"}`,
    stream: 'stdout',
    hasSeverity: false,
  };
};

export const writePino: Logger = ({ level, message, thrown, time, user }, random) => {
  const err =
    thrown === null
      ? ''
      : `"err":{"message":${JSON.stringify(thrown.message)},"stack":${JSON.stringify(thrown.trace)},"type":${JSON.stringify(thrown.type)}},`;
  const request = `"req":{"id":${random.int(1_000_000)},"method":"GET","url":"/cart?step=${random.int(4)}"}`;
  return {
    json: `{${contextOf(random, user)}${err}"hostname":"localhost","level":${PINO_LEVEL[level]},"msg":${JSON.stringify(message)},"pid":1,${request},"time":${Date.parse(time)}}`,
    stream: 'stdout',
    hasSeverity: true,
  };
};

/** logstash-logback-encoder. */
export const writeLogback: Logger = ({ level, message, template, thrown, time }, random) => {
  const { area } = placeOf(template);
  const trace = thrown === null ? '' : `"stack_trace":${JSON.stringify(thrown.trace)},`;
  return {
    json: `{"@timestamp":"${time}","@version":"1","level":"${JAVA_LEVEL[level]}","level_value":${PINO_LEVEL[level] * 1000 - 10_000},"logger_name":"com.example.payments.${area}","message":${JSON.stringify(message)},${trace}"thread_name":"http-nio-8080-exec-${random.int(40)}"}`,
    stream: 'stdout',
    hasSeverity: true,
  };
};

/** ecs-logging-java: dots in the names, no objects. */
export const writeEcs: Logger = ({ level, message, template, thrown, time }, random) => {
  const { area } = placeOf(template);
  const error =
    thrown === null
      ? ''
      : `"error.message":${JSON.stringify(thrown.message)},"error.stack_trace":${JSON.stringify(thrown.trace)},"error.type":${JSON.stringify(thrown.type)},`;
  return {
    json: `{"@timestamp":"${time}","ecs.version":"1.2.0",${error}"event.dataset":"inventory","log.level":"${JAVA_LEVEL[level]}","log.logger":"com.example.inventory.${area}","message":${JSON.stringify(message)},"process.thread.name":"worker-${random.int(16)}","service.name":"inventory"}`,
    stream: 'stdout',
    hasSeverity: true,
  };
};

/** zap; what Go itself says when it panics comes as text. */
export const writeZap: Logger = ({ level, message, template, thrown, time, user }, random) => {
  if (thrown !== null) return { text: JSON.stringify(thrown.trace), stream: 'stderr', hasSeverity: false };
  const { area, line } = placeOf(template);
  return {
    json: `{"caller":"${area}/${area}.go:${line}",${contextOf(random, user)}"level":"${level === 'WARNING' ? 'warn' : level.toLowerCase()}","logger":"gateway","msg":${JSON.stringify(message)},"ts":${Date.parse(time) / 1000}}`,
    stream: 'stderr',
    hasSeverity: true,
  };
};

/** Plain text; a trace is an entry of its own. */
export const writeText: Logger = ({ message, thrown }) => ({
  text: JSON.stringify(thrown === null ? message : thrown.trace),
  stream: 'stdout',
  hasSeverity: true,
});

/** Python's logging module as it comes, on standard error: the severity is in the text only. */
export const writePythonText: Logger = ({ level, message, template, thrown, time }) => {
  const { area } = placeOf(template);
  const line = `${time.slice(0, 10)} ${time.slice(11, 19)},${time.slice(20, 23)} - mailer.${area} - ${level === 'NOTICE' ? 'INFO' : level} - ${message}`;
  return {
    text: JSON.stringify(thrown === null ? line : `${line}\n${thrown.trace}`),
    stream: 'stderr',
    hasSeverity: false,
    form: 'logging: ',
  };
};
