/**
 * `npm run demo`: the whole job, twice, against a GitHub of our own on 127.0.0.1: the logs of 2025-09-12 against a
 * planted history, then those of 2025-09-14 against what the first run left. Needs no key, no account, no internet.
 * `npm run demo -- --investigator claude` sends sub-agents, whose model follows a script here. Both come to the same
 * decisions. Ends with 1 when one is not the expected one.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { playDemo } from '../claude/demo-agent.ts';
import { startScriptedClaude } from '../claude/scripted-claude.ts';
import { startGitHub } from '../github/server.ts';
import { runGardener } from '../run-gardener.ts';
import { EXPECTED, matchesExpected, TriageResult } from './expected.ts';

const fixtures = fileURLToPath(new URL('../../../fixtures/demo/', import.meta.url));
const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(checkout, '.log-gardener', 'demo');

const { investigator } = parseArgs({
  options: { investigator: { type: 'string', default: 'rules' } },
}).values;
if (investigator !== 'rules' && investigator !== 'claude') {
  console.error(`--investigator ${investigator} is neither rules nor claude.`);
  process.exit(2);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'issues'), { recursive: true });
copyFileSync(join(fixtures, 'log-gardener.yaml'), join(folder, 'log-gardener.yaml'));

let now = '';
const github = await startGitHub({ history: join(fixtures, 'history.yaml'), now: () => new Date(now) });
const claude = investigator === 'claude' ? await startScriptedClaude(playDemo) : null;
const failures: string[] = [];
try {
  for (const run of EXPECTED) {
    now = run.now;
    console.log(`\n${run.title}\n`);
    const env = {
      GITHUB_TOKEN: github.token,
      GITHUB_API_URL: github.url,
      ...(claude && { ANTHROPIC_API_KEY: 'none is needed', ANTHROPIC_BASE_URL: claude.url }),
    };
    const args = [
      'triage',
      '--source',
      join(fixtures, run.source),
      '--window',
      run.window,
      '--now',
      run.now,
      '--mode',
      'auto',
      '--investigator',
      investigator,
    ];
    const { code, stdout, stderr } = await runGardener([...args, '--json'], { cwd: folder, env });
    if (code !== 0) throw new Error(`triage ended with ${code}:\n${stderr}`);
    process.stderr.write(stderr);
    const result = TriageResult.parse(JSON.parse(stdout));
    for (const { priority, count, decision, draft, title } of result.clusters) {
      const issue = draft?.issue ?? decision.issue;
      console.log(
        `  ${priority}  ${String(count).padStart(3)} ×  ${`${decision.action} #${issue}`.padEnd(12)}  ${title}`,
      );
    }
    failures.push(...matchesExpected(run, result).map((difference) => `${run.source}: ${difference}`));
    console.log(`\n  worklog  ${relative(checkout, result.worklog)}`);
    console.log(`  drafts   ${result.clusters.flatMap(({ draft }) => (draft ? [draft.id] : [])).join(', ')}`);
    console.log(
      '           npm run --silent gardener -- drafts list --run all --config .log-gardener/demo/log-gardener.yaml',
    );
  }
  const changed = github.issues().filter((issue) => github.changed.has(issue.number));
  console.log("\nOn the demo's GitHub now, kept as files (the addresses above lead nowhere):\n");
  for (const issue of changed) {
    const path = join(folder, 'issues', `${issue.number}.md`);
    const comments = issue.comments.map(
      (comment) => `\n---\n\n**${comment.author}** commented on ${comment.createdAt}\n\n${comment.body}\n`,
    );
    writeFileSync(path, `# ${issue.title} #${issue.number}\n\n${issue.body}\n${comments.join('')}`);
    console.log(`  #${issue.number}  ${relative(checkout, path)}  ${issue.title}`);
  }
  claude?.check();
} finally {
  await github.stop();
  await claude?.stop();
}
for (const failure of failures) console.error(`Not as expected: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
