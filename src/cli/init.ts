import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import { say } from './say.ts';

/** `init`: writes a commented log-gardener.yaml, or what `--config` names; never over one that is there. */
export function registerInit(program: Command): void {
  program
    .command('init')
    .description('write a commented log-gardener.yaml into this folder, or where --config says')
    .option('--project <id>', 'Google Cloud project')
    .option('--service <name>', 'service whose logs are read')
    .option('--repo <owner/name>', 'GitHub repository for the issues')
    .action(async (options: { project?: string; service?: string; repo?: string }, command: Command) => {
      const { writeFile } = await import('node:fs/promises');
      const { dirname, relative, resolve } = await import('node:path');
      const { fileURLToPath } = await import('node:url');
      const { configTemplate } = await import('../config/template.ts');
      const { config, json }: { config?: string; json?: boolean } = command.optsWithGlobals();
      const path = resolve(config ?? 'log-gardener.yaml');
      const { parseConfig } = await import('../config/load.ts');
      const schemaPath = fileURLToPath(new URL('../../schema/log-gardener.schema.json', import.meta.url));
      const schema = relative(dirname(path), schemaPath);
      const { project = '', service = '', repo = '' } = options;
      const text = configTemplate({ project, service, repository: repo, schema });
      parseConfig(text, path);
      try {
        await writeFile(path, text, { flag: 'wx' });
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
          throw new UsageError(`${path} is there already and was left as it is. Edit it, or move it away first.`);
        }
        const reason = error instanceof Error ? error.message : String(error);
        throw new UsageError(
          `${path} cannot be written: ${reason}. Go to a folder that you may write to, or name one with --config.`,
          { cause: error },
        );
      }
      if (json) process.stdout.write(`${JSON.stringify({ path })}\n`);
      say(`Wrote ${path}. Look through it, then: log-gardener triage --source FILE`);
    });
}
