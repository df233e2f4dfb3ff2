import type { Source } from './application.ts';
import { drawAudit } from './audit.ts';
import { deploy } from './deployments.ts';
import { LEVELS, templatesOf } from './messages/messages.ts';
import { SYSTEM } from './messages/system.ts';
import { createWeighted, type Random, zipf } from './random.ts';
import { createRequests } from './requests.ts';
import { compileTemplate } from './slots.ts';
import { createTraceIds } from './trace-ids.ts';

/** Cloud Run's request log of several services. */
export function createRequestLog(services: readonly [string, ...string[]], random: Random): Source {
  const [first, ...others] = services;
  const drawRequest = createRequests(random);
  const drawTraceId = createTraceIds(random);
  const origins = [deploy('run', first), ...others.map((service) => deploy('run', service))] as const;
  return (index) => {
    const { json, severity, name } = drawRequest();
    const originAt = random.pick(origins);
    return {
      origin: originAt(index, random),
      log: 'run.googleapis.com%2Frequests',
      template: name,
      severity,
      httpRequest: json,
      trace: drawTraceId(),
    };
  };
}

/** What Cloud Run says of a service's containers. */
export function createSystemLog(service: string, random: Random): Source {
  const originAt = deploy('run', service);
  const said = LEVELS.flatMap((level) =>
    templatesOf(SYSTEM, level).map((template) => ({ level, template, render: compileTemplate(template) })),
  );
  const draw = createWeighted(zipf(said.length), random);
  return (index) => {
    const { level, template, render } = said[draw()] ?? { level: 'INFO', template: '', render: () => '' };
    return {
      origin: originAt(index, random),
      log: 'run.googleapis.com%2Fvarlog%2Fsystem',
      template,
      severity: level,
      textPayload: JSON.stringify(render(random)),
    };
  };
}

/** Who changed what about a service. */
export function createAuditLog(service: string, random: Random): Source {
  const originAt = deploy('run', service);
  return (index) => {
    const { json, severity, name } = drawAudit(random);
    return {
      origin: { labels: '{}', resource: originAt(index, random).resource },
      log: 'cloudaudit.googleapis.com%2Factivity',
      template: name,
      severity,
      protoPayload: json,
    };
  };
}
