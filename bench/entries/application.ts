import type { Parts } from './assemble.ts';
import { deploy, type Platform } from './deployments.ts';
import { LEVELS, type Messages, templatesOf } from './messages/messages.ts';
import type { Logger } from './payloads.ts';
import { createWeighted, type Random, zipf } from './random.ts';
import { compileTemplate } from './slots.ts';
import { createTraceIds } from './trace-ids.ts';
import type { Failure } from './traces/trace.ts';

/** Draws the parts of one entry; `index` and `milliseconds` (since 1970) are its place in the log. */
export type Source = (index: number, milliseconds: number) => Parts;

export interface Application {
  readonly platform: Platform;
  readonly service: string;
  /** What it says, most frequent first within each severity. */
  readonly messages: Messages;
  /** How it fails, most frequent first. */
  readonly failures: readonly Failure[];
  readonly logger: Logger;
}

/** DEBUG to CRITICAL, in thousandths. */
const LEVEL_WEIGHTS = [60, 745, 15, 100, 78, 2];
/** Share of the ERROR entries that are an exception with its trace. */
const THROWN = 0.5;
/** One in so many entries on Cloud Run names its trace; one in so many exceptions its group of Error Reporting. */
const TRACED = 4;
const GROUPED = 2;
const USERS = 20_000;
const WHEN_THROWN = 'Unhandled exception in request';

export function createApplication(
  { platform, service, messages, failures, logger }: Application,
  random: Random,
): Source {
  const originAt = deploy(platform, service);
  const stream = platform === 'gke' || platform === 'appengine' ? '' : 'run.googleapis.com%2F';
  const drawLevel = createWeighted(LEVEL_WEIGHTS, random);
  const drawFailure = createWeighted(zipf(failures.length), random);
  const drawTraceId = createTraceIds(random);
  let number = 0;
  const said = LEVELS.map((level) => {
    const lines = templatesOf(messages, level).map((template) => {
      number += 1;
      return { template, number, render: compileTemplate(template) };
    });
    const draw = createWeighted(zipf(lines.length), random);
    return { level, drawLine: () => lines[draw()] ?? { template: '', number: 0, render: () => '' } };
  });
  const [quiet] = said;
  if (quiet === undefined) throw new RangeError('There are no levels.');

  return (index, milliseconds) => {
    const { level, drawLine } = said[drawLevel()] ?? quiet;
    const common = {
      level,
      time: new Date(milliseconds).toISOString(),
      user: `u${Math.floor(USERS * random.fraction() ** 2)}`,
    };
    const parts = { origin: originAt(index, random), trace: undefined as string | undefined };
    if (platform === 'run' && random.int(TRACED) === 0) parts.trace = drawTraceId();
    const kind = level === 'ERROR' && random.fraction() < THROWN ? drawFailure() : -1;
    const failure = failures[kind];
    if (failure === undefined) {
      const { template, number, render } = drawLine();
      const written = logger({ ...common, message: render(random), template: number, thrown: null }, random);
      return {
        ...parts,
        log: stream + written.stream,
        template: `${written.form ?? ''}${template}`,
        severity: written.hasSeverity ? level : undefined,
        jsonPayload: written.json,
        textPayload: written.text,
      };
    }
    const text = failure.message(random);
    const thrown = { type: failure.type, message: text, trace: failure.trace(random, text) };
    const written = logger({ ...common, message: WHEN_THROWN, template: 0, thrown }, random);
    return {
      ...parts,
      log: stream + written.stream,
      template: `${service} ${failure.type} ${kind}`,
      severity: written.hasSeverity ? level : undefined,
      jsonPayload: written.json,
      textPayload: written.text,
      errorGroups: random.int(GROUPED) === 0 ? `[{"id":"CJmU${service}Hgq${kind}pAE"}]` : undefined,
    };
  };
}
