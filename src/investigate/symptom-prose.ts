import { SEVERITY_RANK, type Severity } from '../model/severity.ts';
import { code, type Sighting } from './sighting.ts';
import type { Symptom } from './symptom.ts';

/** What can be said of a symptom: what follows from it by itself, and nothing that would need more than its words. */
export interface SymptomProse {
  /** What does not work, for Impact. */
  readonly consequence: string;
  readonly current: string;
  readonly expected: string;
  /** What the message means and what it leaves open. */
  readonly reading: string;
  /** Imperative. */
  readonly next: string;
}

/** `severity` is the cluster's: a warning says of itself that nothing failed yet. */
export function describeSymptom(symptom: Symptom, seen: Sighting, severity: Severity): SymptomProse {
  const failed = SEVERITY_RANK[severity] >= SEVERITY_RANK.ERROR;
  const inPlace = seen.place === null ? '' : ` in ${seen.place}`;
  const at = seen.place ?? 'the code that logs it';
  switch (symptom.kind) {
    case 'missing-module': {
      const module = code(symptom.module);
      return {
        consequence: symptom.optional
          ? `Whatever needs ${module} does not run; the message itself calls it optional.`
          : `Whatever needs ${module} does not run.`,
        current: `The import of ${module} fails${inPlace}: ${seen.quote}.`,
        expected: symptom.optional
          ? `Without ${module} the code takes its other way quietly, or the module is there.`
          : `${module} can be imported wherever this code is deployed.`,
        reading: `No module of that name was found when the import ran: it is not in the image, not on the search path, or named otherwise now. The log does not say which.`,
        next: symptom.optional
          ? `Decide whether ${module} belongs in this environment: if so, add it to the image; if not, guard the import in ${at} and log its absence once at start-up.`
          : `Check that ${module} is in the deployed image; if it is not, restore it or correct the import in ${at}.`,
      };
    }
    case 'missing-attribute': {
      const [owner, attribute] = [code(symptom.owner), code(symptom.attribute)];
      return {
        consequence: brokeOff(failed),
        current: `Something of type ${owner} is asked for ${attribute}${inPlace}, which it does not have: ${seen.quote}.`,
        expected: `What is used there has ${attribute}.`,
        reading:
          symptom.owner === 'function'
            ? `A plain function stands where an object with ${attribute} is expected: it was registered or passed as it is, instead of the object it belongs to or the result of calling it. The log does not say which function.`
            : `Either an object of another type than intended got there, or ${attribute} was renamed or removed from ${owner}. The log does not say which.`,
        next:
          symptom.owner === 'function'
            ? `Find what hands a plain function to ${at}, and hand over the object that has ${attribute} instead.`
            : `Follow where the ${owner} in ${at} comes from, and pass one that has ${attribute}.`,
      };
    }
    case 'missing-value': {
      const attribute = code(symptom.attribute);
      return {
        consequence: brokeOff(failed),
        current: `${attribute} is read from ${symptom.owner}${inPlace}: ${seen.quote}.`,
        expected: `The value is there before ${attribute} is read, or its absence is handled.`,
        reading: `The value that should carry ${attribute} was never set, or the call that makes it returned nothing. The log does not say which.`,
        next: `Find where the value is made that should carry ${attribute}${seen.place === null ? '' : ` in ${seen.place}`}, and handle the case in which there is none.`,
      };
    }
    case 'missing-key': {
      const key = code(symptom.key);
      return {
        consequence: brokeOff(failed),
        current: `The key ${key} is looked up${inPlace} and is not there.`,
        expected: `${key} is there, or its absence is handled.`,
        reading: 'The log shows the key, not the mapping that lacks it.',
        next: `Log what ${at} was given, find who leaves ${key} out, and handle its absence.`,
      };
    }
    case 'missing-prerequisite': {
      const what = code(symptom.what);
      const use = symptom.use === null ? null : code(symptom.use);
      return {
        consequence: use === null ? `What needs ${what} goes without it.` : `Whatever reads ${use} goes without it.`,
        current: `${use === null ? 'Something that needs it' : use} is used although ${what} is not in place${inPlace}: ${seen.quote}.`,
        expected:
          use === null
            ? `${what} is in place before it is needed.`
            : `${what} is in place before anything reads ${use}.`,
        reading: `Either ${what} is not added at all in this environment, or it is added too late for what reads ${use ?? 'it'}. The log does not say which, nor who asks.`,
        next: `Check that ${what} is added, and before the first ${/middleware/i.test(symptom.what) ? 'middleware' : 'code'} that reads ${use ?? 'it'}.`,
      };
    }
    case 'wrong-setting': {
      const setting = code(symptom.setting);
      return {
        consequence: `The value of ${setting} is wrong in this environment; the entries do not say that anything failed.`,
        current: `The service complains about ${setting}: ${seen.quote}.`,
        expected: `${setting} is set to a value that is taken as it is.`,
        reading: 'The value is wrong where it is set (environment, secret or deploy script), not where it is read.',
        next: `Correct ${setting} in the service's configuration, then deploy and see that the line is gone.`,
      };
    }
    case 'not-available': {
      const what = code(symptom.what);
      return {
        consequence: `What ${what} provides is missing.`,
        current: `${what} is looked for and not found${inPlace}: ${seen.quote}.`,
        expected: `${what} is there, or nothing asks for it.`,
        reading: `It is not installed in this image, or could not be loaded. The log does not say which, nor whether it is wanted here.`,
        next: `Decide whether ${what} is wanted in this environment: add it to the image, or switch off what asks for it.`,
      };
    }
    case 'out-of-memory':
      return {
        consequence: 'What the process was doing when its memory ran out ended with it.',
        current: `The process runs out of memory: ${seen.quote}.`,
        expected: 'The process stays within its memory limit.',
        reading:
          'Either the limit is too low for the load, or memory is kept that is no longer needed. These entries do not tell which.',
        next: 'Compare memory use with load before the first of these entries; raise the limit if they rise together, look for a leak if memory alone does.',
      };
    case 'timeout':
      return {
        consequence: 'What waited got no answer in time.',
        current: `A call is given up after its time limit${inPlace}: ${seen.quote}.`,
        expected: 'The call is answered within its limit, or what waits for it carries on without.',
        reading:
          'Either the other side is slow or down, or the limit is too short for what is asked. The log shows only the side that waited.',
        next: `Look at the other side of the call over the same minutes before changing the limit${seen.place === null ? '' : `; the call is in ${seen.place}`}.`,
      };
    case 'unreachable':
      return {
        consequence: 'What needed the connection did not get it.',
        current: `A connection cannot be made or breaks${inPlace}: ${seen.quote}.`,
        expected: 'The connection is made, or tried again until it is.',
        reading:
          'The other side was not listening, ended the connection, or could not be found under its name. The log shows only this side.',
        next: `Check that the address is right and what listens there was up over the same minutes${seen.place === null ? '' : `; the call is in ${seen.place}`}.`,
      };
    case 'denied':
      return {
        consequence: 'What was asked for was refused.',
        current: `A call is refused for lack of permission${inPlace}: ${seen.quote}.`,
        expected: 'The caller has the permission it needs, or does not ask.',
        reading:
          'Either the identity lacks a permission, or the call should not have been made with it. The log does not say which.',
        next: `Find the identity behind the call${inPlace}, and compare its permissions with what the call needs.`,
      };
    case 'mismatch': {
      const [first, second] = symptom.names.map(code);
      const both = first !== undefined && second !== undefined ? `${first} and ${second}` : 'the two values';
      return {
        consequence: `What relies on ${both} agreeing can go astray; the line itself comes from a check.`,
        current: `${both[0]?.toUpperCase() ?? ''}${both.slice(1)} do not agree${inPlace}; for example, ${seen.quote}.`,
        expected: `${both[0]?.toUpperCase() ?? ''}${both.slice(1)} agree for one and the same operation.`,
        reading: `The check compares ${both}. Either they are made in different places by different rules, or the check does not know a form that is in use.`,
        next: `Compare ${both} in the representative entry, then make both in one place, or teach ${seen.function ?? 'the check'} the form in use.`,
      };
    }
    case 'advice': {
      const setting = symptom.setting === null ? 'the setting' : code(symptom.setting);
      const change = symptom.from === null ? '' : ` from ${code(symptom.from)} to ${code(symptom.to ?? '')}`;
      return {
        consequence: 'The line gives advice; it reports no failure.',
        current: `The service proposes to change ${setting}${change}: ${seen.quote}.`,
        expected: `${symptom.setting === null ? 'The setting' : setting} fits the load, and nothing has to be advised.`,
        reading: symptom.contrary
          ? `The advice contradicts itself: the change it names goes the other way than it says. Check the rule behind the line before following it.`
          : 'Whether the advice is right depends on how the service behaves over time, which one line does not show.',
        next: symptom.contrary
          ? `Correct the rule that proposes this change of ${setting}; then decide on a value from what was measured.`
          : `Decide on ${setting} from what was measured over several days, and record the reason.`,
      };
    }
    case 'failing-request': {
      const statuses = symptom.statuses.join(', ');
      return {
        consequence: statuses === '' ? 'Requests failed.' : `Requests were answered with status ${statuses}.`,
        current: `Requests fail: ${seen.quote}.`,
        expected: 'These requests are answered, or refused for a reason that the caller can mend.',
        reading:
          'The request log shows that they failed, not why. No error of the application was found to belong to them.',
        next: 'Look for what the application logged under the same trace as the representative entry.',
      };
    }
    case 'failed-call':
      return {
        consequence: `Each of these entries is a call of ${symptom.caller} that failed; whether a later try succeeded is not counted here.`,
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
    case 'exception':
      return {
        consequence: brokeOff(failed),
        current: `${code(symptom.type)} is raised${inPlace}: ${seen.quote}.`,
        expected: 'The operation completes, or fails in a way its caller handles.',
        reading: 'The trace shows where it came to light; what led there is not in these entries.',
        next: `Start at ${at} and find which input leads to this error.`,
      };
    case 'message':
      return {
        consequence: symptom.harmless
          ? 'The message itself calls it non-blocking.'
          : failed
            ? `The service reports this with severity ${severity}; the entries do not say what a user sees of it.`
            : 'The service reports this as a warning; the entries do not say that anything failed.',
        current: `The service reports it${inPlace}: ${seen.quote}.`,
        expected: failed
          ? 'The condition does not arise, or is handled.'
          : 'The condition does not arise, or is normal and logged below this severity.',
        reading: 'Only the message says what is wrong; no stack trace and no error type belong to it.',
        next: failed
          ? `Find the condition behind this line in ${at}, and what it does to the operation at hand.`
          : `Find the condition behind this line in ${at}; end it, or lower its severity if it is normal.`,
      };
  }
}

function brokeOff(failed: boolean): string {
  return failed
    ? 'Each of these entries is an operation that broke off.'
    : 'The entries are warnings: what was being done is not known to have failed.';
}
