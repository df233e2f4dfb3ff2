import { submission } from './report.ts';
import type { Asked, Move } from './scripted-claude.ts';

const MOST_ISSUES = 3;

/**
 * A model that reads all there is to a cluster before it writes: the nearest issues and a search of its own, then more
 * entries, the pull request and the source. Four turns, which is what the prompt calls usual.
 */
export function readThoroughly({ brief, turn }: Asked): Move {
  const fingerprint = /lg1[0-9a-f]{16}/.exec(brief)?.[0] ?? '';
  const section = (title: string): string => {
    const from = brief.indexOf(`## ${title}`);
    return from === -1 ? '' : brief.slice(from, brief.indexOf('\n## ', from + 3));
  };
  const numbers = (title: string): number[] =>
    [...section(title).matchAll(/^#(\d+)/gm)].map(([, number]) => Number(number));
  const words = (/: (.+)/.exec(section('Patterns'))?.[1] ?? 'error').match(/[A-Za-z_]{5,}/g) ?? ['error'];
  if (turn === 1) {
    return {
      tools: [
        ...numbers('Issues it found')
          .slice(0, MOST_ISSUES)
          .map((number) => ({ name: 'get_issue', args: { number, page: 1 } })),
        { name: 'search_issues', args: { query: words.slice(0, 2).join(' '), by: 'meaning', detail: 'detailed' } },
      ],
    };
  }
  if (turn === 2) {
    const pull = numbers('Pull requests it found')[0] ?? numbers('Changes that may have brought it')[0];
    const [, file, line] = /([\w/.-]+\.(?:py|ts|js|java|go)):(\d+)/.exec(section('Root of the stack')) ?? [];
    return {
      tools: [
        { name: 'get_entries', args: { pattern: fingerprint, page: 1 } },
        ...(pull === undefined ? [] : [{ name: 'get_pull_request', args: { number: pull } }]),
        ...(file === undefined ? [] : [{ name: 'get_source', args: { file, line: Number(line), around: 20 } }]),
      ],
    };
  }
  if (turn === 3)
    return { tools: [{ name: 'search_issues', args: { query: words[0], by: 'words', detail: 'concise' } }] };
  // Another decision than that of rules comes back once, which is a turn more.
  const [, issue] = /answer update with (\d+)\./.exec(brief) ?? /Rules would take #(\d+)/.exec(brief) ?? [];
  return { tools: [submission(issue === undefined ? {} : { decision: 'update', issue: Number(issue) })] };
}
