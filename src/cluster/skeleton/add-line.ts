import { withoutTail } from './context-tail.ts';
import { withTellingFields } from './json-tail.ts';
import { withoutContext } from './logfmt.ts';
import { scanLine } from './scanner/scan-line.ts';
import type { TokenList } from './scanner/token-list.ts';

/** Adds the tokens of one line of a message, without the fields at its end that come and go with requests. */
export function addLine(line: string, list: TokenList): void {
  const telling = withoutTail(withTellingFields(withoutContext(line)));
  scanLine(telling, 0, telling.length, list);
}
