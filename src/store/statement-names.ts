/** What one connection keeps ready; more of them would take memory of PostgreSQL for little. */
const MOST_NAMED = 200;

/** Longer ones are lists of many rows, and rarely come twice with as many. */
const LONGEST_NAMED = 2_000;

const names = new Map<string, string>();

/**
 * The name under which PostgreSQL keeps a statement ready on each connection that sent it: it is read and planned once.
 * Undefined = it is read anew each time.
 */
export function nameOfStatement(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMED || text.length > LONGEST_NAMED) return known;
  const name = `log_gardener_${names.size + 1}`;
  names.set(text, name);
  return name;
}
