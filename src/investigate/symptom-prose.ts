import type { Facts } from '../model/cluster.ts';
import { SEVERITY_RANK } from '../model/severity.ts';
import { severityWords } from '../wording/severities.ts';
import { code, type Sighting } from './sighting.ts';
import type { Symptom, WhyFailing } from './symptom.ts';
import { describeFailing } from './symptoms/failing-prose.ts';
import { describeMissing } from './symptoms/missing-prose.ts';
import { describeTold } from './symptoms/told-prose.ts';
import { ended, inPlace, type SymptomProse } from './symptoms/wording.ts';

export type { SymptomProse } from './symptoms/wording.ts';

/** `isOutage`: it is known to keep the service down, so that nobody need ask whether it is normal. */
export function describeSymptom(
  symptom: Symptom,
  seen: Sighting,
  { severity, severities, statuses }: Pick<Facts, 'severity' | 'severities' | 'statuses'>,
  isOutage: boolean,
): SymptomProse {
  const answered = answeredWith(statuses.map(({ status }) => status).filter((status) => status >= 400));
  const isFailure = isOutage || SEVERITY_RANK[severity] >= SEVERITY_RANK.ERROR;
  switch (symptom.kind) {
    case 'missing-module':
    case 'missing-name':
    case 'missing-command':
    case 'missing-attribute':
    case 'missing-value':
    case 'missing-key':
    case 'missing-variable':
    case 'missing-prerequisite':
    case 'wrong-setting':
    case 'not-available':
      return also(answered, describeMissing(symptom, { seen, severity }));
    case 'out-of-memory':
    case 'no-thread':
    case 'pool-exhausted':
    case 'timeout':
    case 'unreachable':
    case 'denied':
    case 'file-denied':
    case 'signal':
    case 'wrong-format':
      return also(answered, describeFailing(symptom, { seen, severity }));
    case 'failed-call':
    case 'no-backend':
      return describeTold(symptom, { seen, severity });
    case 'kubernetes':
    case 'cloud-run':
    case 'job-run':
    case 'api-call':
    case 'api-note':
    case 'google':
    case 'database':
      return also(answered, describeTold(symptom, { seen, severity }));
    case 'mismatch': {
      const both = symptom.names.map(code).join(' and ');
      return {
        consequence: `What relies on ${both} agreeing can go astray; the line itself comes from a check.`,
        current: `${both} do not agree${inPlace(seen)}; for example, ${seen.quote}.`,
        expected: `${both} agree for one and the same operation.`,
        reading: `The check compares ${both}. Either they are made in different places by different rules, or the check does not know a form that is in use.`,
        next: `Compare ${both} in the representative entry, then make both in one place, or teach ${seen.function ?? 'the check'} the form in use.`,
      };
    }
    case 'advice': {
      const setting = symptom.setting === null ? null : code(symptom.setting);
      const change = symptom.from === null ? '' : ` from ${code(symptom.from)} to ${code(symptom.to ?? '')}`;
      return {
        consequence: 'The line gives advice; it reports no failure.',
        current: `The service proposes ${setting === null ? 'a change' : `to change ${setting}`}${change}: ${seen.quote}.`,
        expected: `${setting ?? 'What it is about'} fits the load, and nothing has to be advised.`,
        reading: symptom.contrary
          ? `The advice contradicts itself: the change it names goes the other way than it says. Check the rule behind the line before following it.`
          : 'Whether the advice is right depends on how the service behaves over time, which one line does not show.',
        next: symptom.contrary
          ? `Correct the rule that proposes this change${setting === null ? '' : ` of ${setting}`}; then decide on a value from what was measured.`
          : `Decide on ${setting ?? 'it'} from what was measured over several days, and record the reason.`,
      };
    }
    case 'failing-request':
      return {
        consequence: answered || 'Requests failed.',
        current: `Requests fail: ${seen.quote}.`,
        expected: 'These requests are answered, or refused for a reason that the caller can mend.',
        ...describeWhy(symptom.why),
      };
    case 'exception':
      return also(answered, {
        consequence: ended(severity),
        current: `${code(symptom.type)} is raised${inPlace(seen)}: ${seen.quote}.`,
        expected: 'The operation completes, or fails in a way its caller handles.',
        reading: symptom.traced
          ? 'The trace shows where it came to light; what led there is not in these entries.'
          : 'The line has the type of the error and what it says; no stack trace belongs to it.',
        next: symptom.traced
          ? `Start at ${seen.place ?? 'the trace in the representative entry'} and find what leads to this error.`
          : `Find the call that raises it${inPlace(seen)}, and compare it with what the message complains of; log its stack trace where it cannot be found.`,
      });
    case 'message':
      return {
        consequence: symptom.harmless
          ? `By its own words it is non-blocking or non-critical. ${answered}`.trim()
          : answered ||
            `The service reports this with severity ${severityWords({ severity, severities })}; the entries do not say what a user sees of it.`,
        current: `The service reports it${inPlace(seen)}: ${seen.quote}.`,
        expected: isFailure
          ? 'The condition does not arise, or is handled.'
          : 'The condition does not arise, or is normal and logged below this severity.',
        reading: 'Only the message says what is wrong; no stack trace and no error type belong to it.',
        next: isFailure
          ? `Find the condition behind this line${inPlace(seen)}, and what it does to the operation at hand.`
          : `Find the condition behind this line${inPlace(seen)}; end it, or lower its severity if it is normal.`,
      };
  }
}

function describeWhy(why: WhyFailing): Pick<SymptomProse, 'reading' | 'next'> {
  if (why.by === 'line')
    return {
      reading: 'The line was logged with the requests that failed; nothing else of these entries says why.',
      next: 'Find the condition behind this line, and whether it is what made the requests fail.',
    };
  if (why.by === 'proxy')
    return {
      reading: `The proxy gives ${code(why.details)} as its reason. What the service behind it was doing meanwhile is not in these entries.`,
      next: 'Check that the service which the proxy passed these requests to was up, and what it logged over the same seconds.',
    };
  return {
    reading:
      'The request log shows that they failed, not why. No error of the application was found to belong to them.',
    next: why.traced
      ? 'Look for what the application logged under the same trace as the representative entry.'
      : 'Look for what the application logged over the same seconds; the requests name no trace to find it by.',
  };
}

function answeredWith(statuses: readonly number[]): string {
  return statuses.length === 0 ? '' : `Requests were answered with status ${statuses.join(', ')}.`;
}

/** What was answered is known beside what the error did. */
function also(answered: string, prose: SymptomProse): SymptomProse {
  return answered === '' ? prose : { ...prose, consequence: `${prose.consequence} ${answered}` };
}
