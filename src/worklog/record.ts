import type { BlockContent } from 'mdast';
import { comment, details, fence } from '../draft/markdown.ts';
import type { Run } from '../model/run.ts';

/** Stands before the record; the last of its kind in a worklog is the record's, since inside it no `<` is possible. */
export const RECORD_MARK = 'log-gardener run record';

/** The whole run as a folded JSON block: what a program reads, whatever becomes of the prose above it. */
export function recordNodes(run: Run): BlockContent[] {
  return [comment(RECORD_MARK), ...details('Run record (JSON, for programs)', [fence('json', writeRecord(run))])];
}

/** One line for each cluster and each other field, so that two worklogs can be compared line by line. */
function writeRecord(run: Run): string {
  const fields = Object.entries(run).map(([key, value]) => `${JSON.stringify(key)}: ${writeField(value)}`);
  return escapeForMarkdown(`{\n${fields.join(',\n')}\n}`);
}

function writeField(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}

/**
 * What could end the block, hide in it or be changed on its way, as JSON escapes: `<`, `>`, `&`, backticks, `~`, line
 * ends that are none for JSON, control, zero-width and bidirectional characters. Only in strings do they occur.
 */
const escapeForMarkdown = (json: string): string =>
  json.replaceAll(
    /[<>&`~\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff0-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
