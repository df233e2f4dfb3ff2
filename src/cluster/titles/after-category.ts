import { firstLine } from '../member.ts';

/** The head that .NET's console logger puts above a message: `fail: Microsoft.AspNetCore.Server.Kestrel[13]`. */
const CATEGORY = /^(?:crit|fail|warn|info|dbug|trce): [\w.`+]{1,200}\[\d{1,9}\]$/;
/** `Microsoft.Data.SqlClient.SqlException (0x80131904): A network-related …` */
const THROWN = /^(?:---> )?(?:\w{1,80}\.){0,10}\w{0,80}(?:Exception|Error)(?: \(0x[0-9A-Fa-f]{8}\))?: (?=\S)/;
const MOST_LINES = 40;
const LONGEST = 1_000;

/**
 * What a message of .NET's console logger says below its category: the exception thrown last, which is the innermost,
 * else the first line. Null for any other message.
 */
export function saidAfterCategory(message: string): string | null {
  const [head = '', ...rest] = message.slice(0, 20_000).split('\n', MOST_LINES);
  if (!CATEGORY.test(head.trim())) return null;
  const lines = rest.map((line) => firstLine(line.slice(0, LONGEST))).filter((line) => line !== '');
  const thrown = lines.findLast((line) => THROWN.test(line));
  return thrown?.replace(THROWN, '') ?? lines[0] ?? null;
}
