import { SLOT } from './scanner/chunk.ts';
import { scanLine } from './scanner/scan-line.ts';
import { TokenList } from './scanner/token-list.ts';
import { readTokens } from './scanner/token-text.ts';

export { SLOT };

const list = new TokenList();

/**
 * Stage 1 of clustering: one line of text → tokens, with SLOT for what changes from entry to entry (numbers, ids,
 * paths, addresses, dates). Looks at this one line and nothing else. One pass over character codes.
 */
export function skeletonOf(message: string): string[] {
  list.clear();
  scanLine(message, 0, message.length, list);
  return readTokens(list.codes, 0, list.length);
}
