import { z } from 'zod';
import type { Pattern } from '../../model/cluster.ts';
import { Fingerprint } from '../../model/cluster.ts';
import { formatNumber } from '../../wording/words.ts';
import { detailInput, restOf } from './detail.ts';
import { refuse, type Tool } from './tool.ts';
import { quote } from './untrusted.ts';

const PER_PAGE = 2;
/** Characters of an entry. */
const [CONCISE, DETAILED] = [3000, 8000];

const Input = z.strictObject({
  pattern: Fingerprint.describe('Fingerprint of a pattern of this cluster.'),
  page: z.int().min(1).describe('1 for the first examples.'),
  detail: detailInput('more of each entry'),
});

/** More examples of a pattern, as they were kept. */
export const getEntriesTool: Tool<z.infer<typeof Input>> = {
  name: 'get_entries',
  description:
    'Whole log entries of one pattern of this cluster, a few a page. Use it when the example you were given leaves open what the entries have in common: fields, stack trace, who called. Only some examples of each pattern are kept; counts and times of all entries are in the evidence.',
  input: Input,
  reads: 'log',
  async run({ pattern: fingerprint, page, detail }, scene) {
    const { patterns } = scene.cluster;
    const pattern = patterns.find((one) => one.fingerprint === fingerprint);
    if (pattern === undefined) {
      return refuse(
        `This cluster has no pattern ${fingerprint}. Its patterns: ${patterns.map((one) => one.fingerprint).join(', ')}.`,
      );
    }
    const start = (page - 1) * PER_PAGE;
    const shown = pattern.examples.slice(start, start + PER_PAGE);
    const kept = keptOf(pattern);
    if (shown.length === 0) return refuse(`There is no page ${page}: ${kept}, ${PER_PAGE} a page.`);
    const last = start + shown.length;
    const blocks = shown.map((entry) =>
      quote(
        scene,
        `log entry ${entry.insertId ?? 'without id'}`,
        JSON.stringify(entry, null, 1),
        detail ? DETAILED : CONCISE,
        restOf('this entry', detail),
      ),
    );
    const more = last < pattern.examples.length ? `\nMore: page ${page + 1}.` : '';
    const head = `Entries ${start + 1} to ${last}; ${kept}.`;
    return {
      text: `${head}\n${(await Promise.all(blocks)).join('\n')}${more}`,
      isError: false,
      // What the entries say backs claims from the start: they are the cluster's own examples.
      backing: [{ id: fingerprint, kind: 'evidence', text: kept }],
    };
  },
};

function keptOf({ examples, count }: Pattern): string {
  return `${examples.length} of ${formatNumber(count)} entries are kept as examples`;
}
