import { SEVERITY_RANK } from '../../model/severity.ts';
import { code } from '../sighting.ts';
import type { KubernetesEvent, Told } from './told.ts';
import type { Scene, SymptomProse } from './wording.ts';

/** Nobody's code logs these lines: what is to be looked at is what they are about. */
export function describeTold(symptom: Told, { seen, severity }: Scene): SymptomProse {
  switch (symptom.kind) {
    case 'failed-call':
      return {
        consequence: `Calls of ${symptom.caller} failed; whether a later try succeeded is not counted here.`,
        current: `${symptom.caller} calls a service, and the call fails: ${seen.quote}.`,
        expected: 'The service answers the call with a status of success.',
        reading:
          'Only the caller tells of it: no line of a request log with this address and status, and no error of the service, was found to belong to it.',
        next: `Look in the log of the service that ${code(symptom.what)} calls for these requests; where there are none, check the address, and that it may be called.`,
      };
    case 'no-backend': {
      const backend = code(symptom.backend);
      return {
        consequence: `Requests for ${backend} were answered by the load balancer itself.`,
        current: `The load balancer gets no answer from ${backend} that it can pass on: ${seen.quote}.`,
        expected: `${backend} answers, whatever it answers.`,
        reading: `The load balancer gives ${code(symptom.details)} as its reason. What ${backend} was doing meanwhile is not in these entries.`,
        next: `Check the health of ${backend} and what its instances logged over the same minutes.`,
      };
    }
    case 'kubernetes': {
      const { consequence, expected, reading, next } = EVENTS[symptom.what];
      return {
        consequence,
        current: `Kubernetes reports of ${code(symptom.workload)}: ${seen.quote}.`,
        expected,
        reading,
        next,
      };
    }
    case 'cloud-run':
      return { ...CLOUD_RUN[symptom.what], current: `Cloud Run ends requests: ${seen.quote}.` };
    case 'job-run': {
      const job = code(symptom.job);
      return {
        consequence: `Runs of ${job} failed, or tasks of them; what they were to do may be done in part.`,
        current: `The job ${job} ends without success: ${seen.quote}.`,
        expected: 'All tasks of the job end with success.',
        reading:
          'Cloud Run tells that it failed. What the tasks themselves logged, and why they ended, is not in these entries.',
        next: 'Read what the tasks of the run in the representative entry logged last, and how they exited.',
      };
    }
    case 'api-call': {
      const [method, status] = [code(symptom.method), code(symptom.status)];
      return {
        consequence: `Calls of ${method} failed with ${status}.`,
        current: `Calls of ${method} fail: ${seen.quote}.`,
        expected: 'The call succeeds, or is not made.',
        reading: symptom.ofQuota
          ? 'Google Cloud gives a quota as its reason. Who uses it up is not in these entries.'
          : 'The line is of the audit log: it has the answer of Google Cloud, and not what the caller made of it.',
        next: symptom.ofQuota
          ? 'Compare the quota in the message with what is in use; free some of it, or ask for more.'
          : 'Find who makes the call, which the representative entry names as the principal where it is known, and what the message asks of it.',
      };
    }
    case 'api-note':
      return {
        consequence:
          SEVERITY_RANK[severity] >= SEVERITY_RANK.ERROR
            ? `The audit log tells of calls of ${code(symptom.method)} with severity ${severity}, and not why.`
            : `The audit log tells of calls of ${code(symptom.method)}; it does not say that anything failed.`,
        current: `Somebody calls ${code(symptom.method)}: ${seen.quote}.`,
        expected: 'Whoever looks after the project knows of the call.',
        reading: 'The line is of the audit log, which records calls of this kind whatever comes of them.',
        next: 'Check in the representative entry who made the call and whether it was meant; if it was, nothing is to be done.',
      };
    case 'google':
      return {
        consequence: `Google Cloud reports this; the entries do not say what a user sees of it.`,
        current: `Google Cloud reports it: ${seen.quote}.`,
        expected: 'The condition does not arise, or is expected here.',
        reading: 'The line is written by Google Cloud, and not by the code of a service.',
        next: 'Look at what the line names, over the same minutes, where Google Cloud shows its state.',
      };
    case 'database': {
      const ofStatement = symptom.ends === 'statement';
      return {
        consequence: ofStatement
          ? 'What the database was to do when it reported this was not carried out.'
          : 'PostgreSQL ends what reports an error as FATAL: mostly one connection.',
        current: `PostgreSQL logs it: ${seen.quote}.`,
        expected: ofStatement
          ? 'The statement is carried out, or is not sent.'
          : 'The connection is made and lasts until its client is done.',
        reading: ofStatement
          ? 'The database logs the error; who sent the statement and what became of it there, it does not know.'
          : 'The database logs the error; what its client made of it, it does not know.',
        next: ofStatement
          ? 'Find the code that sends the statement, where the log has one, and decide there how the case is to be met.'
          : 'Find the client that connects, where the message is about one, and compare how it does with what the message says.',
      };
    }
  }
}

const EVENTS: Readonly<Record<KubernetesEvent, Omit<SymptomProse, 'current'>>> = {
  restart: {
    consequence: 'The container ended and is not started again at once.',
    expected: 'The container keeps running.',
    reading:
      'Kubernetes waits longer before each new start of a container that keeps ending. Why it ended is not in these entries.',
    next: 'Read what the container logged before it ended, in the log of its previous run, and with which code it exited.',
  },
  image: {
    consequence: 'The container does not start until its image can be pulled.',
    expected: 'The image is pulled, and the container starts.',
    reading:
      'The image is not there under this name, or may not be pulled from here. The message says more where it can.',
    next: 'Check that the image exists under the name that the workload gives, and that the cluster may pull it.',
  },
  readiness: {
    consequence: 'Kubernetes sends no requests to a pod while it counts as not ready.',
    expected: 'The probe succeeds once the container has started.',
    reading: 'The probe tells that the container did not answer as it should, not why.',
    next: 'Look at what the container logged at the times of these entries; then compare path, port and time limits of the probe with how the container starts.',
  },
  liveness: {
    consequence: 'Kubernetes ends and restarts a container whose liveness probe fails too often in a row.',
    expected: 'The probe succeeds as long as the container works.',
    reading: 'The probe tells that the container did not answer as it should, not why.',
    next: 'Look at what the container logged at the times of these entries; then compare path, port and time limits of the probe with how long the container may take.',
  },
  startup: {
    consequence: 'Kubernetes ends and restarts a container whose start-up probe does not succeed in time.',
    expected: 'The probe succeeds within the time that it is given.',
    reading: 'The probe tells that the container did not answer as it should, not why.',
    next: 'Look at what the container logged while it started; then compare the time that the probe gives it with how long it takes.',
  },
  scheduling: {
    consequence: 'The pod waits until there is a node for it.',
    expected: 'There is a node that the pod fits on.',
    reading: 'The message has the reasons of the scheduler, node by node.',
    next: 'Compare what the pod asks for with what the nodes have, by the reasons in the message.',
  },
  volume: {
    consequence: 'The pod does not start until the volume is mounted.',
    expected: 'The volume is mounted, and the pod starts.',
    reading: 'The message names the volume and what was missing or refused.',
    next: 'Check that what the volume is made of exists and may be used by this pod.',
  },
  other: {
    consequence: 'Kubernetes reports this; the entries do not say what a user sees of it.',
    expected: 'The condition does not arise, or passes by itself.',
    reading: 'The line is an event of Kubernetes, and not written by the code of the workload.',
    next: 'Look at the state and the other events of the workload over the same minutes.',
  },
};

type CloudRun = Extract<Told, { kind: 'cloud-run' }>['what'];

const CLOUD_RUN: Readonly<Record<CloudRun, Omit<SymptomProse, 'current'>>> = {
  'no-instance': {
    consequence: 'Requests were ended before an instance had them.',
    expected: 'There is an instance for each request before its wait ends.',
    reading:
      'No instance was free in time: all were busy, as many ran as the service may have, or new ones were slow to start or did not.',
    next: 'Compare the number of instances with the most that the service may have over the same minutes, and look for instances that were slow to start or did not.',
  },
  'broken-answer': {
    consequence: 'Requests were ended while an instance had them.',
    expected: 'The instance answers each request that it took.',
    reading:
      'The instance ended or closed the connection before it had answered, or what it answered was not valid HTTP.',
    next: 'Look at what the same revision logged over the same seconds, and whether an instance ended then.',
  },
  'request-timeout': {
    consequence: 'Requests were ended because they took longer than the service allows.',
    expected: 'The service answers within its request timeout.',
    reading: 'The request was still at work when the time that the service is configured with had passed.',
    next: 'Find what takes the time in these requests; raise the request timeout only if they are meant to take that long.',
  },
};
