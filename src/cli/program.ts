import { Command, CommanderError, Help, type Option } from 'commander';
import { registerCluster } from './cluster.ts';
import { registerCollect } from './collect.ts';
import { registerDoctor } from './doctor.ts';
import { registerDrafts } from './drafts.ts';
import { registerEnqueue } from './enqueue.ts';
import { registerEval } from './eval.ts';
import { addExamples } from './examples.ts';
import { EXIT } from './exit-codes.ts';
import { registerExplain } from './explain.ts';
import { describeError, exitCodeOf } from './failure.ts';
import { registerInit } from './init.ts';
import { registerMcp } from './mcp.ts';
import { registerReview } from './review.ts';
import { registerStats } from './stats.ts';
import { registerTranscript } from './transcript.ts';
import { registerTriage } from './triage.ts';
import { packageVersion } from './version.ts';
import { registerWorker } from './worker.ts';
import { registerWorklog } from './worklog.ts';

/**
 * Runs one command. Takes the process's arguments, gives its exit code (DESIGN.md section 5).
 * The commands register here; each imports what it needs only when it runs, so that `--help` stays fast.
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const program = buildProgram((exit) => {
    code = exit;
  });
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    // commander has printed its own message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const debug = argv.includes('--debug');
    const text = describeError(error, debug);
    // The places of a stack trace are to be clicked on.
    if (debug) process.stderr.write(`${text}\n`);
    else (await import('./say.ts')).say(text);
    return exitCodeOf(error);
  }
  return code;
}

/** All commands and options. `finish` is told the exit code of the one that ran. */
export function buildProgram(finish: (exit: number) => void): Command {
  const program = new Command('log-gardener')
    .description("Turns a service's Google Cloud logs into GitHub issues that a maintainer can act on, and can trust.")
    .version(packageVersion())
    .option('--config <file>', 'config file (default: log-gardener.yaml here or above)')
    .option('--state <dir>', 'state folder (default: .log-gardener beside the config)')
    .option('--json', 'print the result as JSON')
    .option('--debug', 'show the stack trace of an error')
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)')
    .configureHelp({
      showGlobalOptions: true,
      helpWidth: Math.min(process.stdout.columns || 80, 100),
      // Below it descriptions are not wrapped at all; commander's own is more than a terminal of 60 columns leaves them.
      minWidthToWrap: 20,
      optionDescription,
    });
  for (const register of [
    registerTriage,
    registerCollect,
    registerCluster,
    registerExplain,
    registerReview,
    registerDrafts,
    registerWorklog,
    registerTranscript,
    registerWorker,
    registerEnqueue,
    registerMcp,
    registerEval,
    registerStats,
    registerInit,
    registerDoctor,
  ]) {
    register(program, finish);
  }
  addExamples(program);
  return program;
}

/** commander says nowhere which options have to be given. */
function optionDescription(option: Option): string {
  const description = new Help().optionDescription(option);
  return option.mandatory ? `${description} (required)` : description;
}
