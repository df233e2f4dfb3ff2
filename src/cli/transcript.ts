import type { Command } from 'commander';
import { UsageError } from '../model/errors.ts';
import type { Transcript } from '../model/transcript.ts';
import { type Context, openContext, outputWidth } from './context.ts';

/** `transcript CLUSTER`: what a sub-agent was told, asked and answered. */
export function registerTranscript(program: Command): void {
  program
    .command('transcript')
    .description('what a sub-agent did: what it was told, what it asked, what it answered')
    .argument('<cluster>', 'fingerprint of a cluster, or the beginning of one')
    .option('--run <run>', 'in this run (default: the newest that asked a model about it)')
    .addHelpText('after', '\n--json prints all of it; without, long answers are cut.')
    .action(async (cluster: string, options: { run?: string }, command: Command) => {
      const context = await openContext(command);
      const transcript = await findTranscript(cluster.trim().toLowerCase(), options.run, context);
      if (context.json) process.stdout.write(`${JSON.stringify(transcript)}\n`);
      else {
        const { transcriptText } = await import('./transcript-text.ts');
        process.stdout.write(transcriptText(transcript, outputWidth()));
      }
    });
}

async function findTranscript(prefix: string, run: string | undefined, { stateDir }: Context): Promise<Transcript> {
  const { openStoreIfThere } = await import('../store/open.ts');
  const { findTranscripts, getTranscript } = await import('../store/transcripts.ts');
  const store = await openStoreIfThere(stateDir);
  try {
    const found = await findTranscripts(store, { prefix, ...(run !== undefined && { run }) });
    const [newest] = found;
    const where = run === undefined ? stateDir : `run ${run}`;
    if (newest === undefined) {
      throw new UsageError(
        `No sub-agent was asked about a cluster ${prefix} in ${where}. log-gardener worklog show lists the clusters, and who investigated.`,
      );
    }
    const others = new Set(found.map(({ fingerprint }) => fingerprint));
    if (others.size > 1) {
      throw new UsageError(
        `${prefix} begins several fingerprints: ${[...others].slice(0, 5).join(', ')}. Give more of it.`,
      );
    }
    const transcript = await getTranscript(store, newest);
    if (transcript === null) throw new Error(`the transcript of ${newest.fingerprint} went away while it was read`);
    return transcript;
  } finally {
    await store.close();
  }
}
