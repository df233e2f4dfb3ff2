import type { Fingerprint } from '../../model/cluster.ts';
import { RULES } from './fingerprint.ts';
import { indexKnown, type KnownTemplate } from './known-templates.ts';
import { renewTemplates } from './renew-templates.ts';

/**
 * Tells of each known template which other one goes by its entries now; null = none, or it is not known. What looked like
 * several problems while few values were seen (`upload failed for ann`, `… for bob`) is one once its slot is known: then
 * the one known first goes by all of them, and nothing is seen of the others any more, however often they happen.
 *
 * @param known in the order in which they became known
 */
export function indexAbsorbed(known: readonly KnownTemplate[]): (fingerprint: Fingerprint) => Fingerprint | null {
  const renewed = renewTemplates(known, RULES);
  const templates = renewed.map(({ tokens }) => tokens);
  const index = indexKnown(renewed, templates);
  const tokensOf = new Map(renewed.map(({ fingerprint, tokens }) => [fingerprint, tokens]));
  return (fingerprint) => {
    const tokens = tokensOf.get(fingerprint);
    const now = tokens === undefined ? null : index.find(tokens);
    return now === null || now.fingerprint === fingerprint ? null : now.fingerprint;
  };
}
