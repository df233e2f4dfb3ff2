import { type AllowedLinks, numbersOf } from '../draft/allowed-links.ts';
import type { Investigation } from '../model/report.ts';

/** What an investigator's prose may point at: the issues and pull requests that its search returned, by number. */
export function allowedLinks(investigation: Investigation): AllowedLinks {
  return { allowedHosts: [], allowedIssues: new Set(numbersOf(investigation)), repository: null };
}
