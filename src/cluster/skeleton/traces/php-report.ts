import { isPhpSlip } from '../../slips.ts';
import { phpPlace } from './php-frames.ts';
import type { StackTrace } from './stack-trace-shape.ts';

const LONGEST = 8_192;
const REPORT = /(?:^|[\]:"] )PHP (Warning|Notice|Deprecated|Parse error): {1,4}(\S.*)$/;
/** As PHP's own constants name them, so that they are no other language's. */
const TYPES: Readonly<Record<string, string>> = {
  Warning: 'E_WARNING',
  Notice: 'E_NOTICE',
  Deprecated: 'E_DEPRECATED',
  'Parse error': 'ParseError',
};

/**
 * A slip that PHP reports without throwing it: `PHP Warning:  Undefined variable $total in /app/Cart.php on line 12`. Its
 * place tells it from the same one elsewhere. Of anything else the words tell enough.
 */
export function readPhpReport(line: string): StackTrace | null {
  if (line.length > LONGEST || !line.includes('PHP ')) return null;
  const [, level = '', said = ''] = REPORT.exec(line) ?? [];
  const type = TYPES[level];
  const place = said.lastIndexOf(' in ');
  const where = /^(\S.{0,1000}) on line (\d{1,9})$/.exec(said.slice(place + 4));
  const message = said.slice(0, place);
  if (type === undefined || place === -1 || where === null || !(isPhpSlip(message) || type === 'ParseError'))
    return null;
  const frames = [phpPlace(where[1] ?? '', Number(where[2]))];
  return { head: '', thrown: [{ type, message, frames }] };
}
