/**
 * `npm run eval`, and the command `eval`: how well an investigator decides, on the histories of fixtures/scenarios/. Each is played through the
 * real triage against a GitHub of our own on 127.0.0.1. With `rules` it needs no key, no account, no internet.
 *
 *   --investigator rules    or claude, which needs a key and spends money (default rules)
 *   --repeat 5              plays each scenario so often
 *   --only TEXT             only scenarios whose name or kind holds this; then nothing is kept for the next comparison
 *   --tuned                 only the scenarios that may be tuned on, so that nobody sees the others
 *   --concurrency 4         scenarios at once
 *   --json                  everything as JSON, on stdout
 *   --state DIR             where the last score is kept (default .log-gardener of the checkout)
 *   --debug                 the stack trace of an error
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeError, exitCodeOf } from '../../../src/cli/failure.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { count } from '../../../src/wording/words.ts';
import { evalInvestigator } from './investigators.ts';
import { readLastRun, writeLastRun } from './last-run.ts';
import { changes, complaints, rightByScenario, scoreTable, summarise } from './report.ts';
import { readScenarios } from './scenario.ts';

const STATE = fileURLToPath(new URL('../../../.log-gardener/', import.meta.url));

try {
  await main();
} catch (error) {
  console.error(describeError(error, process.argv.includes('--debug')));
  process.exitCode = exitCodeOf(error);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      investigator: { type: 'string', default: 'rules' },
      repeat: { type: 'string', default: '1' },
      concurrency: { type: 'string', default: '4' },
      only: { type: 'string', default: '' },
      tuned: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE },
      debug: { type: 'boolean', default: false },
    },
  });
  const investigator = evalInvestigator(values.investigator, process.env);
  const [repeat, concurrency] = [wholeNumber('repeat', values.repeat), wholeNumber('concurrency', values.concurrency)];
  const all = readScenarios();
  const scenarios = all.filter(
    ({ name, kind, heldOut }) =>
      (name.includes(values.only) || kind.includes(values.only)) && !(values.tuned && heldOut),
  );
  if (scenarios.length === 0) throw new UsageError(`--only ${values.only}: no scenario or kind holds this.`);

  let done = 0;
  const of = scenarios.length * repeat;
  process.stderr.write(`Playing ${count(scenarios.length, 'scenario')} with ${investigator.name}.\n`);
  const onResult = (): void => {
    done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of}${done === of ? '\n' : ''}`);
  };
  // Nobody waits for it to load who asked for what is not there.
  const { evaluate } = await import('./evaluate.ts');
  const results = await evaluate(scenarios, { investigator, repeat, concurrency, onResult });
  const summary = summarise(results);
  const right = rightByScenario(results);
  const file = join(values.state, 'eval', `last-${investigator.name}.json`);
  const isWhole = scenarios.length === all.length;
  const last = isWhole ? readLastRun(file) : null;
  if (isWhole) writeLastRun(file, { score: summary.all, right });

  if (values.json) {
    console.log(JSON.stringify({ investigator: investigator.name, repeat, ...summary, last, results }, null, 2));
    return;
  }
  const differences = last === null ? [] : changes(right, last.right);
  const lines = [
    ...complaints(results),
    `\n${investigator.name}${repeat > 1 ? `, each scenario ${repeat} times` : ''}\n`,
    ...scoreTable(summary, last?.score ?? null),
    ...(differences.length === 0 ? [] : ['', 'Since the last run:', ...differences.map((line) => `  ${line}`)]),
  ];
  console.log(lines.join('\n'));
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`--${flag} ${text}: give a whole number, 1 or more.`);
}
