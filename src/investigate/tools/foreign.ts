import type { ToolScene } from './tool.ts';

/** An address, a reference into a repository, or one of the search's own filters. */
const ADDRESS = /[a-z][a-z\d+.-]{1,20}:\/\/|\bgithub\.com\//i;
const REFERENCE = /(?<![\w.-])[\w.-]{1,39}\/[\w.-]{1,100}#\d/;
const FILTER = /(?<![\w-])-?(?:repo|org|user|owner):/i;
const LONGEST = 1000;

/**
 * Why a query or reference is refused; null where it asks for nothing but words. A filter or address would reach nothing
 * either way: the search is bound to the repository and takes words alone; but whoever asked would not know.
 */
export function refusedQuery(text: string, repository: string, offers: ToolScene['offers']): string | null {
  if (text.length > LONGEST) return `A query has at most ${LONGEST} characters: use the rarest words.`;
  if (ADDRESS.test(text)) return `An address is no query, and only ${repository} can be read. Give its telling words.`;
  if (REFERENCE.test(text)) {
    const [what, tools] = offers('get_pull_request')
      ? ['issue or pull request', 'get_issue or get_pull_request']
      : ['issue', 'get_issue'];
    return `Only ${repository} can be read. For an ${what} of it, give the bare number to ${tools}.`;
  }
  if (FILTER.test(text)) return `The search looks at ${repository} and nothing else; leave filters such as repo: out.`;
  return null;
}

/** Whether any argument points somewhere: then who called is told what can be read. */
export function pointsElsewhere(args: unknown): boolean {
  if (typeof args !== 'object' || args === null) return false;
  return Object.values(args).some((value) => {
    const text = typeof value === 'string' ? value.slice(0, LONGEST) : '';
    return ADDRESS.test(text) || REFERENCE.test(text);
  });
}
