import type { Command } from 'commander';
import { openReviewDeps } from './review-deps.ts';
import { tell, withStore } from './with-drafts.ts';

/** `drafts export-scenario`: what a reviewer decided, as a case that investigators are measured by. */
export function registerExport(drafts: Command): void {
  drafts
    .command('export-scenario')
    .description('print a decided draft as a scenario (YAML) for npm run eval')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withStore(command, async (store, context) => {
        const { exportScenario } = await import('../review/export-scenario.ts');
        const exported = await exportScenario(id, await openReviewDeps(store, context, tell));
        process.stdout.write(context.json ? `${JSON.stringify(exported)}\n` : exported.yaml);
        tell('Put it into fixtures/scenarios/ of a checkout, and read it before you share it: it holds your log.');
      });
    });
}
