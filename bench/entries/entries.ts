import { createApplication, type Source } from './application.ts';
import { assemble } from './assemble.ts';
import { GO } from './messages/go.ts';
import { JAVA } from './messages/java.ts';
import { NODE } from './messages/node.ts';
import { PLAIN } from './messages/plain.ts';
import { PYTHON } from './messages/python.ts';
import {
  writeEcs,
  writeLogback,
  writePino,
  writePythonJson,
  writePythonText,
  writeStructlog,
  writeText,
  writeZap,
} from './payloads.ts';
import { createAuditLog, createRequestLog, createSystemLog } from './platform-logs.ts';
import { createRandom, createWeighted, type Random } from './random.ts';
import { goFailures } from './traces/go.ts';
import { javaFailures } from './traces/java.ts';
import { nodeFailures } from './traces/node.ts';
import { pythonFailures } from './traces/python.ts';

/** One LogEntry as a line of JSON, and the template that it was made of: entries of one template say the same thing. */
export interface Generated {
  readonly json: string;
  readonly template: string;
}

const START = Date.parse('2026-01-05T00:00:00Z');
/** A million entries are about a day. */
const MILLISECONDS_APART = 86;

/**
 * Entries of a shop's services as Cloud Logging exports them, oldest first, the same ones for the same seed. How often
 * messages of one severity come falls as 1/rank.
 */
export function createEntries(seed: number): () => Generated {
  const random = createRandom(seed);
  const sources = sourcesOf(random);
  const draw = createWeighted(
    sources.map(([weight]) => weight),
    random,
  );
  let index = -1;
  return () => {
    const source = sources[draw()]?.[1];
    if (source === undefined) throw new RangeError('There is no source of entries.');
    index += 1;
    const milliseconds = START + index * MILLISECONDS_APART + random.int(MILLISECONDS_APART);
    const parts = source(index, milliseconds);
    return { json: assemble(parts, index, milliseconds, random), template: parts.template };
  };
}

/** Each with its share of the entries, in thousandths. */
function sourcesOf(random: Random): [number, Source][] {
  const cloudRun = { platform: 'run' } as const;
  const gke = { platform: 'gke', messages: JAVA } as const;
  const plain = { messages: PLAIN, logger: writeText } as const;
  const applications = [
    [
      200,
      {
        ...cloudRun,
        service: 'shop-api',
        messages: PYTHON,
        failures: pythonFailures(16, random),
        logger: writePythonJson,
      },
    ],
    [
      120,
      {
        ...cloudRun,
        service: 'checkout',
        messages: PYTHON,
        failures: pythonFailures(10, random),
        logger: writeStructlog,
      },
    ],
    [140, { ...cloudRun, service: 'web', messages: NODE, failures: nodeFailures(14, random), logger: writePino }],
    [100, { ...gke, service: 'payments', failures: javaFailures(14, random), logger: writeLogback }],
    [70, { ...gke, service: 'inventory', failures: javaFailures(10, random), logger: writeEcs }],
    [120, { ...gke, service: 'gateway', messages: GO, failures: goFailures(8, random), logger: writeZap }],
    [40, { ...plain, platform: 'appengine', service: 'admin', failures: pythonFailures(6, random) }],
    [35, { ...plain, platform: 'functions', service: 'thumbnails', failures: nodeFailures(4, random) }],
    [
      35,
      { ...plain, platform: 'job', service: 'mailer', failures: pythonFailures(6, random), logger: writePythonText },
    ],
  ] as const;
  return [
    ...applications.map(([share, application]): [number, Source] => [share, createApplication(application, random)]),
    [120, createRequestLog(['shop-api', 'checkout', 'web'], random)],
    [16, createSystemLog('shop-api', random)],
    [4, createAuditLog('shop-api', random)],
  ];
}
