import { StoreError, UsageError } from '../../model/errors.ts';
import { type Check, type Finding, ok, skipped, wrong } from './finding.ts';

/** How far the store's tables are; null when there is no store yet. */
type ReadSchema = () => Promise<{ readonly current: number; readonly known: number } | null>;

interface StateFolder {
  readonly path: string;
  /** Why nothing can be written there, or null. */
  readonly whyNotWritable: () => Promise<string | null>;
  /** Where the store is, if not in the folder: on PostgreSQL. */
  readonly database: string | null;
  readonly readSchema: ReadSchema;
}

/** Can state be kept, and does what is there belong to this version? Null: the config says where, and cannot be read. */
export function stateFolderCheck(folder: StateFolder | null): Check {
  return {
    name: 'state',
    title: 'state folder',
    examine: async () => (folder === null ? skipped('the config says where it is, and cannot be used') : look(folder)),
  };
}

async function look({ path, whyNotWritable, database, readSchema }: StateFolder): Promise<Finding> {
  const obstacle = await whyNotWritable();
  if (obstacle !== null) {
    return wrong(
      `${path} cannot be written: ${obstacle}`,
      'Mend its permissions, make room, or name another with --state.',
    );
  }
  try {
    const schema = await readSchema();
    const place = database ?? path;
    const shown = database === null ? path : `${path}, store on ${database}`;
    if (schema === null) return ok(`${shown}, empty until the first run`);
    const { current, known } = schema;
    if (current > known) {
      return wrong(
        `${place} was written by a newer log-gardener (schema ${current}; this one knows ${known})`,
        `Update log-gardener, or name another ${database === null ? 'folder with --state' : 'database in DATABASE_URL'}.`,
      );
    }
    return ok(current === known ? shown : `${shown}, schema ${current}; the next run brings it to ${known}`);
  } catch (error) {
    if (!(error instanceof StoreError || error instanceof UsageError)) throw error;
    const what = database === null ? `${path} holds a store that` : `the store on ${database}`;
    return wrong(`${what} cannot be read`, error.message);
  }
}
