import type { FoundClaim } from './find-claims.ts';
import type { Judgement } from './judge.ts';

const CONFIG = 'config:';

/** Money is told with the component that carries it, in the same sentence; in a quotation it is somebody else's. */
export function judgeMoney(claims: readonly FoundClaim[], judged: readonly Judgement[], sentence: string): Judgement[] {
  const text = sentence.toLowerCase();
  return judged.map((judgement, index): Judgement => {
    const claim = claims[index];
    if (claim?.kind !== 'money' || judgement.because !== null) return judgement;
    const names = judgement.restsOn.filter((id) => id.startsWith(CONFIG)).map((id) => id.slice(CONFIG.length));
    const elsewhere = judgement.restsOn.length > names.length;
    if (elsewhere || names.some((name) => text.includes(name.toLowerCase()))) return judgement;
    return { restsOn: [], because: 'money stands only in a sentence that names the component which carries it' };
  });
}
