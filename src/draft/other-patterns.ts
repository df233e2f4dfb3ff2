import type { BlockContent, PhrasingContent } from 'mdast';
import { firstLine, readableTemplate } from '../assess/template-text.ts';
import type { Cluster, Pattern } from '../model/cluster.ts';
import { severityWords } from '../wording/severities.ts';
import { thrownText } from '../wording/thrown.ts';
import { uncountedNote } from '../wording/uncounted.ts';
import { count, formatNumber } from '../wording/words.ts';
import { details, list, paragraph, strong, text } from './markdown.ts';
import { inertCode, inertNodes } from './sanitise.ts';

const MOST_PATTERNS = 12;
const MOST_RULES = 12;

/** The other patterns of this problem, and why they belong to it, in a fold; empty when there is one pattern alone. */
export function otherPatterns({ patterns, rules }: Cluster): BlockContent[] {
  const others = patterns.slice(1);
  if (others.length === 0) return [];
  const shown = others.slice(0, MOST_PATTERNS).map(describe);
  const more = others.length - shown.length;
  const why = rules
    .filter((rule) => !rule.startsWith('kept apart: '))
    .slice(0, MOST_RULES)
    .map((rule) => inertNodes(rule.replace(/^joined: /, '')));
  return details(`Also part of this problem: ${count(others.length, 'more pattern')}`, [
    list(more > 0 ? [...shown, [text(`… ${formatNumber(more)} more`)]] : shown),
    ...(why.length === 0 ? [] : [paragraph(strong('Why they belong together:')), list(why)]),
  ]);
}

function describe(pattern: Pattern): PhrasingContent[] {
  const trace = traceOf(pattern);
  const entries = `${formatNumber(pattern.count)}${uncountedNote(pattern)} × ${severityWords(pattern.facts)}`;
  if (trace === null) return [inertCode(readableTemplate(pattern)), text(` – ${entries}`)];
  const through = trace.function === null ? [] : [text(' through '), inertCode(trace.function)];
  return [inertCode(trace.error), text(' – traceback'), ...through, text(`, ${entries}`)];
}

/**
 * What a stack trace says in a line: a template holds it as `<trace> Type: message <at> file(function) …`, and the
 * message in front of it where there is one.
 */
function traceOf({ template, thrown, example }: Pattern): { error: string; function: string | null } | null {
  const [before = '', trace] = template.split('<trace>', 2);
  if (trace === undefined) return null;
  const [error = '', firstFrame] = trace.split('<at>', 2).map((part) => part.trim());
  const raw = thrown.find(({ type }) => error.startsWith(type));
  const text = before.trim() !== '' ? firstLine(example) : raw === undefined ? error : thrownText(raw);
  return { error: text.split('\n', 1)[0] ?? '', function: /\(([^()]{1,120})\)$/.exec(firstFrame ?? '')?.[1] ?? null };
}
