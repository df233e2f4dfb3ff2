import { type Check, ok, skipped, wrong } from './finding.ts';

interface WorklogFolder {
  readonly path: string;
  readonly whyNotWritable: () => Promise<string | null>;
}

/** Can worklogs be written? Null: they lie beside the config, which cannot be read. */
export function worklogFolderCheck(folder: WorklogFolder | null): Check {
  return {
    name: 'worklogs',
    title: 'worklogs',
    examine: async () => {
      if (folder === null) return skipped('they lie beside the config, which cannot be used');
      const obstacle = await folder.whyNotWritable();
      if (obstacle === null) return ok(folder.path);
      return wrong(
        `${folder.path} cannot be written: ${obstacle}`,
        'Mend its permissions, or move away what is in its place.',
      );
    },
  };
}
