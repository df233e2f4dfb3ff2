import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Something that a run has left, sent or said. */
export interface Place {
  readonly name: string;
  readonly content: string;
}

export function filesIn(root: string): Place[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .map((path) => ({ name: path, content: `${path}\n${readFileSync(path, 'latin1')}` }));
}

/** Every value of every table: in the file itself a long one may lie in pieces. */
function rowsOf(path: string): Place[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return tables.map(({ name }) => ({
      name: `table ${name} of ${path}`,
      content: database
        .prepare(`select * from "${name}"`)
        .all()
        .flatMap((row) => Object.values(row))
        .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
        .join('\n'),
    }));
  } finally {
    database.close();
  }
}

/** As it stands there, as JSON writes it, and with what a sanitiser puts between its characters taken out. */
export function found(secrets: readonly string[], places: readonly Place[]): string[] {
  const bare = (text: string) => text.replace(/[^A-Za-z0-9]+/g, '');
  return places.flatMap(({ name, content }) => {
    const squashed = bare(content);
    return secrets
      .filter((secret) => {
        const letters = bare(secret);
        const forms = [secret, JSON.stringify(secret).slice(1, -1)];
        return (
          forms.some((form) => content.includes(form)) ||
          (letters.length >= 12 && /\D/.test(letters) && squashed.includes(letters))
        );
      })
      .map((secret) => `${secret} in ${name}`);
  });
}

/** What lies in a folder: its files, and every value of the database. */
export function leftIn(folder: string): Place[] {
  const files = filesIn(folder);
  return [
    ...files,
    ...files.filter(({ name }) => name.endsWith('log-gardener.db')).flatMap(({ name }) => rowsOf(name)),
  ];
}
