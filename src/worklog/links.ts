import type { AllowedLinks } from '../draft/allowed-links.ts';
import type { Investigation } from '../model/report.ts';

/** What an investigator's prose may point at: the issues and pull requests that its search returned, by number. */
export function allowedLinks({ search, target, report }: Investigation): AllowedLinks {
  const numbers = [
    ...search.candidates.map(({ number }) => number),
    ...search.pulls.map(({ number }) => number),
    ...report.related.map(({ number }) => number),
    ...(target === null ? [] : [target.issue.number, ...(target.fix === null ? [] : [target.fix.pull])]),
  ];
  return { allowedHosts: [], allowedIssues: new Set(numbers), repository: null };
}
