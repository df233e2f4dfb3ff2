import type { Investigation } from '../model/report.ts';
import type { DraftInput } from './input.ts';

/** What a text may link to: hosts, and of GitHub only this repository and these of its issues. */
export interface AllowedLinks {
  readonly allowedHosts: readonly string[];
  readonly allowedIssues: ReadonlySet<number>;
  /** owner/name, or null when there is none. */
  readonly repository: string | null;
}

/** What becomes of a link: a reference by number, a link with a normalised URL, or nothing but its text. */
export type LinkFate =
  | { readonly kind: 'reference'; readonly issue: number }
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'text' };

/** Longer ones carry something else than an address. */
const LONGEST_URL = 2_000;

/**
 * Stops links to anywhere but https on an allowed host, and links to foreign issues, which would leave a backlink there.
 */
export function fateOfLink(address: string, allowed: AllowedLinks): LinkFate {
  const url = parseHttps(address);
  if (url === null || !allowed.allowedHosts.includes(url.host)) return { kind: 'text' };
  const target = referenceIn(url);
  if (target === null) return isForeign(url, allowed) ? { kind: 'text' } : { kind: 'link', url: url.href };
  const own = allowed.repository?.toLowerCase() === target.repository.toLowerCase();
  if (!own || !allowed.allowedIssues.has(target.number)) return { kind: 'text' };
  return { kind: 'reference', issue: target.number };
}

/** Anybody can put anything on github.com, also what looks like a fix to install. */
function isForeign({ host, pathname }: URL, { repository }: AllowedLinks): boolean {
  if (host !== 'github.com') return false;
  const [owner, name] = pathname.split('/').filter((part) => part !== '');
  return repository?.toLowerCase() !== `${owner}/${name}`.toLowerCase();
}

function parseHttps(address: string): URL | null {
  if (address.length > LONGEST_URL || !URL.canParse(address)) return null;
  const url = new URL(address);
  const plain = url.protocol === 'https:' && url.username === '' && url.password === '';
  return plain ? url : null;
}

/** Issues, pull requests and discussions leave a backlink when an issue names them by URL. */
function referenceIn(url: URL): { repository: string; number: number } | null {
  const [owner, name, what, number] = url.pathname.split('/').filter((part) => part !== '');
  if (owner === undefined || name === undefined || what === undefined || number === undefined) return null;
  if (!/^(?:issues|pulls?|discussions)$/i.test(decodePart(what))) return null;
  const digits = /^\d{1,9}/.exec(decodePart(number))?.[0];
  return digits === undefined
    ? null
    : { repository: `${decodePart(owner)}/${decodePart(name)}`, number: Number(digits) };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // not percent-encoding: the server reads it as it stands
  }
}

/** The issues and pull requests that an investigation looked at or suspects. */
export function numbersOf({ search, target, report, suspects }: Investigation): number[] {
  return [
    ...[...search.candidates, ...search.pulls, ...report.related].map(({ number }) => number),
    ...suspects.flatMap(({ pull }) => pull ?? []),
    ...(target === null ? [] : [target.issue.number]),
    ...(target?.fix ? [target.fix.pull] : []),
  ];
}

/** GitHub, Google Cloud, what the config names, and of issues and pull requests what the investigation looked at. */
export function allowedLinksOf(input: DraftInput): AllowedLinks {
  const { search, target } = input.investigation;
  const known = [...search.candidates, ...search.pulls, ...(target === null ? [] : [target.issue])];
  const fix = input.decision.verdict?.fix;
  const repositoryHosts = known.flatMap(({ url }) => (URL.canParse(url) ? [new URL(url).host] : []));
  return {
    allowedHosts: [...new Set([...STANDARD_HOSTS, ...repositoryHosts, ...input.config.issue.linkHosts])],
    allowedIssues: new Set([...numbersOf(input.investigation), ...(fix ? [fix.pull] : [])]),
    repository: input.run.repository,
  };
}

const STANDARD_HOSTS = ['github.com', 'console.cloud.google.com', 'cloud.google.com'];
