/** SQLite takes 32,766 values in a statement, and no table here has more than 15 columns. */
const MOST_ROWS = 1_000;

/** Rows in as few statements as they fit into: the way to PostgreSQL and back costs more than what it does with a row. */
export function inStatements<T>(rows: readonly T[]): T[][] {
  const statements: T[][] = [];
  for (let start = 0; start < rows.length; start += MOST_ROWS) statements.push(rows.slice(start, start + MOST_ROWS));
  return statements;
}
