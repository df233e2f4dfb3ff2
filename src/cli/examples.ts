import type { Command } from 'commander';

/** What people type, by command; they stand in the help and in the reference. At most 76 characters a line. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  triage: [
    'log-gardener triage --project acme-prod --service shop',
    'log-gardener triage --source logs.json --repo acme/shop --mode auto',
    'gcloud logging read … --format=json | log-gardener triage --source -',
  ],
  collect: ['log-gardener collect --project acme-prod --service shop --out logs.ndjson'],
  cluster: ['log-gardener cluster logs.json', 'gcloud logging read … --format=json | log-gardener cluster - --json'],
  explain: ['log-gardener explain lg1f1de', 'log-gardener explain lg1f1de --source logs.json'],
  review: ['log-gardener review', 'log-gardener review --terminal'],
  drafts: [
    'log-gardener drafts list',
    'log-gardener drafts show 2026-01-02T09-00-00Z-1',
    'log-gardener drafts approve 2026-01-02T09-00-00Z-1',
    'log-gardener drafts post',
  ],
  'drafts list': ['log-gardener drafts list', 'log-gardener drafts list --run all --status pending'],
  'drafts show': ['log-gardener drafts show 2026-01-02T09-00-00Z-1'],
  'drafts edit': [
    'log-gardener drafts edit 2026-01-02T09-00-00Z-1',
    'log-gardener drafts edit 2026-01-02T09-00-00Z-1 --priority P1 --target 169',
  ],
  'drafts restore': ['log-gardener drafts restore 2026-01-02T09-00-00Z-2'],
  'drafts approve': ['log-gardener drafts approve 2026-01-02T09-00-00Z-1'],
  'drafts reject': [
    'log-gardener drafts reject 2026-01-02T09-00-00Z-1 --reason "load test"',
    'log-gardener drafts reject 2026-01-02T09-00-00Z-4 --reason "harmless" \\',
    '  --mute-tenfold',
  ],
  'drafts undo': ['log-gardener drafts undo 2026-01-02T09-00-00Z-3'],
  'drafts rulings': ['log-gardener drafts rulings'],
  'drafts lift': ['log-gardener drafts lift 1'],
  'drafts post': ['log-gardener drafts post'],
  'drafts export-scenario': ['log-gardener drafts export-scenario 2026-01-02T09-00-00Z-5 > case.yaml'],
  worklog: ['log-gardener worklog show', 'less "$(log-gardener worklog path)"'],
  'worklog show': ['log-gardener worklog show', 'log-gardener worklog show --json'],
  'worklog summary': ['log-gardener worklog summary'],
  'worklog path': ['less "$(log-gardener worklog path)"'],
  transcript: ['log-gardener transcript lg1f1de'],
  eval: ['log-gardener eval --only "duplicate chain"'],
  stats: ['log-gardener stats'],
  mcp: ['claude mcp add log-gardener -- log-gardener mcp', 'log-gardener mcp --http 8377 --read-only'],
  worker: ['DATABASE_URL=postgres://… log-gardener worker --listen 9090'],
  enqueue: ['log-gardener enqueue', 'log-gardener enqueue --retry'],
  init: ['log-gardener init --project acme-prod --service shop --repo acme/shop'],
  doctor: ['log-gardener doctor', 'log-gardener doctor --json'],
};

const FIRST_STEPS = [
  'log-gardener cluster logs.json   what is in a log, nothing else',
  'log-gardener init                a config, with every setting explained',
  'log-gardener doctor              what is still missing',
  'log-gardener triage              drafts; nothing is posted',
];

/** Puts the first steps under the help, and its examples under that of each command. */
export function addExamples(program: Command): void {
  program.addHelpText('after', `\nTo begin:\n${FIRST_STEPS.map((line) => `  ${line}`).join('\n')}`);
  const groups = program.commands.filter(({ commands }) => commands.length > 0);
  for (const { path, command } of [
    ...groups.map((group) => ({ path: group.name(), command: group })),
    ...commandsOf(program),
  ]) {
    const examples = EXAMPLES[path] ?? [];
    if (examples.length === 0) continue;
    const title = examples.length === 1 ? 'Example' : 'Examples';
    command.addHelpText('after', `\n${title}:\n${examples.map((line) => `  ${line}`).join('\n')}`);
  }
}

/** Every command that does something, `drafts show` and so on, in the order of the help. */
export function commandsOf(parent: Command, above = ''): { path: string; command: Command }[] {
  return parent.commands.flatMap((command) => {
    const path = `${above}${command.name()}`;
    return command.commands.length === 0 ? [{ path, command }] : commandsOf(command, `${path} `);
  });
}

/** The examples of a command. */
export function examplesOf(path: string): readonly string[] {
  return EXAMPLES[path] ?? [];
}
