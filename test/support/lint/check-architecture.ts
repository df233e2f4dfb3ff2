/**
 * Lint: the order of the rooms. A folder of src/ imports only from the folders above it in this list.
 * dependency-cruiser is silent and green when it cannot parse (it needs swc under TypeScript 7), so the number of
 * modules it cruised must equal the number of files in src/.
 */
import { globSync, readdirSync } from 'node:fs';
import { cruise, type IForbiddenRuleType } from 'dependency-cruiser';

const ROOMS = [
  'model',
  'wording',
  'config',
  'store',
  'collect',
  'cluster',
  'assess',
  'github',
  'investigate',
  'draft',
  'publish',
  'worklog',
  'triage',
  'review',
  'fleet',
  'notify',
  'web',
  'mcp',
  'cli',
];

const onlyUpwards: IForbiddenRuleType[] = ROOMS.map((room, index) => ({
  name: `${room}-imports-only-from-above`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${[...ROOMS.slice(index + 1), 'main\\.ts'].join('|')})` },
}));

const forbidden: IForbiddenRuleType[] = [
  ...onlyUpwards,
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'src-does-not-need-tests',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(test|bench|fixtures)/' },
  },
  {
    name: 'pure-rooms-touch-nothing-outside',
    comment: 'cluster/ and assess/ decide; they read no clock, file, network or randomness',
    severity: 'error',
    from: { path: '^src/(model|wording|cluster|assess)/' },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
  {
    name: 'page-knows-the-contract-alone',
    comment: 'types of what it is told and may ask for; that nothing else gets into it its build checks',
    severity: 'error',
    from: { path: '^src/web/client/' },
    to: { path: '^src/', pathNot: '^src/(web/(client/|views\\.ts|server/app\\.ts)|model/|review/requests\\.ts)' },
  },
  {
    name: 'page-is-imported-by-nobody',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/web/client/' },
    to: { path: '^src/web/client/' },
  },
  // mdast and hast are types only (@types/mdast, @types/hast): tsc finds them, there is no module to find.
  { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^(mdast|hast)$' } },
];

const unknownRooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !ROOMS.includes(entry.name))
  .map((entry) => entry.name);
if (unknownRooms.length > 0) {
  console.error(`Unknown folder in src/: ${unknownRooms.join(', ')}. Add it to ROOMS in its place, or move its files.`);
  process.exit(1);
}

const result = await cruise(
  ['src'],
  { ruleSet: { forbidden }, validate: true, tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } },
  // Packages that only name an `import` condition in their exports are found by it.
  { extensions: ['.ts', '.tsx', '.js'], exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
);
if (typeof result.output === 'string') throw new Error('dependency-cruiser answered in a form that is not expected');

const { summary, modules } = result.output;
const cruised = modules.filter((module) => /^src\/.*\.(ts|tsx|js)$/.test(module.source)).length;
const files = globSync('src/**/*.{ts,tsx,js}').length;
if (cruised !== files) {
  console.error(
    `dependency-cruiser saw ${cruised} modules, src/ holds ${files}: the order of the rooms was not checked.`,
  );
  process.exit(1);
}
for (const violation of summary.violations) {
  console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`);
}
if (summary.violations.length > 0) process.exit(1);
console.log(`rooms: ${cruised} modules, order kept`);
