import type { BlockContent, PhrasingContent } from 'mdast';
import { code, list, paragraph, strong, text } from '../draft/markdown.ts';
import { inertNodes } from '../draft/sanitise.ts';
import type { RunDraft } from '../model/draft.ts';
import type { Run } from '../model/run.ts';
import { count } from '../wording/words.ts';
import { type NumberedCluster, namesOf } from './numbered.ts';
import { issueLink, type Outcome } from './outcome.ts';

/** What waits, for whom, and the command that moves it on. */
export function nextStepNodes(run: Run, clusters: readonly NumberedCluster[]): BlockContent[] {
  const steps = [
    ...incomplete(run, clusters),
    ...unverified(run, clusters),
    ...drafts(run, clusters),
    ...recoveries(run),
    ...owners(clusters),
  ];
  if (steps.length > 0) return [list(steps)];
  return [paragraph(run.status === 'running' ? 'To come, once the run is done.' : 'Nothing waits for anybody.')];
}

const having = (clusters: readonly NumberedCluster[], kind: Outcome['kind']): NumberedCluster[] =>
  clusters.filter(({ outcome }) => outcome.kind === kind);

function incomplete({ status, collected }: Run, clusters: readonly NumberedCluster[]): PhrasingContent[][] {
  const steps: PhrasingContent[][] = [];
  const failed = having(clusters, 'error');
  if (failed.length > 0) {
    const what = `see why the investigation of ${namesOf(failed)} failed; the next triage takes up what is not seen again.`;
    steps.push(step('Operator', what));
  }
  const missing = having(clusters, 'not-reached');
  if (missing.length > 0 && status !== 'running') {
    steps.push(step('Operator', `run the same triage again: it ended before ${namesOf(missing)}.`));
  }
  if (collected.truncated !== null) {
    const nodes = inertNodes(`read the rest: the log was not read to its end (${collected.truncated}).`);
    steps.push([strong('Operator:'), text(' '), ...nodes]);
  }
  if (collected.malformed > 0) {
    const where = collected.malformedFile === null ? [] : [text(' in '), code(collected.malformedFile)];
    steps.push([
      ...step('Operator', `look at ${count(collected.malformed, 'line')} that could not be read`),
      ...where,
      text('.'),
    ]);
  }
  return steps;
}

function unverified(run: Run, clusters: readonly NumberedCluster[]): PhrasingContent[][] {
  const open = having(clusters, 'unverified');
  const withoutDraft = open.filter(({ triaged }) => triaged.draft === null);
  const withDraft = open.filter(({ triaged }) => triaged.draft !== null);
  const steps: PhrasingContent[][] = [];
  if (run.repository === null) {
    steps.push(
      step(
        'Operator',
        'name the repository, with --repo or in log-gardener.yaml, and run again: no issue was searched.',
      ),
    );
  } else if (withoutDraft.length > 0) {
    const what = `run the same triage again once GitHub answers: nobody knows yet whether ${namesOf(withoutDraft)} has an issue.`;
    steps.push(step('Operator', what));
  }
  if (withDraft.length > 0) {
    steps.push([
      ...step(
        'Reviewer',
        `look on GitHub for an issue of ${namesOf(withDraft)} first, the search was not complete; then `,
      ),
      ...commands(run, withDraft),
    ]);
  }
  return steps;
}

function drafts(run: Run, clusters: readonly NumberedCluster[]): PhrasingContent[][] {
  const steps: PhrasingContent[][] = [];
  const pending = having(clusters, 'pending');
  if (pending.length > 0) {
    steps.push([...step('Reviewer', `${count(pending.length, 'draft')} to look at: `), ...commands(run, pending)]);
  }
  const approved = having(clusters, 'approved');
  if (approved.length > 0) {
    const what = `${count(approved.length, 'draft')} approved, to be posted: `;
    steps.push([...step('Reviewer', what), ...post(idsOf(approved)), ...whyLate(draftsOf(approved))]);
  }
  const stuck = having(clusters, 'posting');
  if (stuck.length > 0) {
    const what = `${count(stuck.length, 'draft')} not known to be posted; this looks first and posts none twice: `;
    steps.push([...step('Operator', what), ...post(idsOf(stuck)), ...whyLate(draftsOf(stuck))]);
  }
  const failed = having(clusters, 'failed');
  if (failed.length > 0) {
    const what = `${count(failed.length, 'draft')} could not be posted; look at why, then approve again or reject: `;
    steps.push([...step('Operator', what), ...commands(run, failed), ...whyLate(draftsOf(failed))]);
  }
  return steps;
}

/** What was said when it was tried, each reason once. */
function whyLate(drafts: readonly RunDraft[]): PhrasingContent[] {
  const reasons = drafts.flatMap(({ state }) => {
    if (state.status === 'failed') return [state.error];
    return 'because' in state && state.because !== undefined ? [state.because] : [];
  });
  return [...new Set(reasons)].flatMap((because) => [text(' Tried: '), ...inertNodes(because)]);
}

/** Of problems that are gone: their drafts are no cluster's. */
function recoveries(run: Run): PhrasingContent[][] {
  const drafted = run.recoveries.flatMap(({ draft }) => draft ?? []);
  const withStatus = (...statuses: string[]): string[] =>
    drafted.flatMap(({ id, state }) => (statuses.includes(state.status) ? [id] : []));
  const pending = withStatus('pending');
  const late = withStatus('approved', 'posting');
  const failed = withStatus('failed');
  const missing = run.recoveries.filter(({ error }) => error !== null).length;
  return [
    ...(pending.length === 0
      ? []
      : [[...step('Reviewer', `${count(pending.length, 'draft')} on what is gone: `), ...commandsFor(run, pending)]]),
    ...(late.length === 0
      ? []
      : [
          [
            ...step('Reviewer', `${count(late.length, 'draft')} on what is gone to be posted: `),
            ...post(late),
            ...whyLate(drafted.filter(({ id }) => late.includes(id))),
          ],
        ]),
    ...(failed.length === 0
      ? []
      : [
          [
            ...step('Operator', `${count(failed.length, 'draft')} on what is gone could not be posted: `),
            ...commandsFor(run, failed),
          ],
        ]),
    ...(missing === 0
      ? []
      : [
          step(
            'Operator',
            `nothing; the next run looks up again the ${count(missing, 'issue')} of what is gone that could not be read.`,
          ),
        ]),
  ];
}

/** Issues that were written now, for whoever answers for the component. */
function owners(clusters: readonly NumberedCluster[]): PhrasingContent[][] {
  const byOwner = new Map<string, NumberedCluster[]>();
  for (const numbered of having(clusters, 'posted')) {
    for (const { owner } of numbered.triaged.assessment.components) {
      const theirs = byOwner.get(owner ?? 'Maintainers') ?? [];
      byOwner.set(owner ?? 'Maintainers', theirs.includes(numbered) ? theirs : [...theirs, numbered]);
    }
    if (numbered.triaged.assessment.components.length === 0) {
      byOwner.set('Maintainers', [...(byOwner.get('Maintainers') ?? []), numbered]);
    }
  }
  return [...byOwner].map(([owner, theirs]) => [
    strong(...inertNodes(owner), ':'),
    ...theirs.flatMap(({ triaged, outcome }, index) => [
      text(index === 0 ? ' ' : ', '),
      ...(outcome.issue === null ? [] : [issueLink(outcome.issue)]),
      text(` (${triaged.priority})`),
    ]),
    text('.'),
  ]);
}

const step = (who: string, what: string): PhrasingContent[] => [strong(`${who}:`), text(` ${what}`)];

const draftsOf = (clusters: readonly NumberedCluster[]): RunDraft[] =>
  clusters.flatMap(({ triaged }) => triaged.draft ?? []);

const idsOf = (clusters: readonly NumberedCluster[]): string[] => draftsOf(clusters).map(({ id }) => id);

/** More ids than this make a command that nobody copies. */
const MOST_IDS = 6;

const commands = (run: Run, clusters: readonly NumberedCluster[]): PhrasingContent[] =>
  commandsFor(run, idsOf(clusters));

function commandsFor({ id }: Run, ids: readonly string[]): PhrasingContent[] {
  const [first = ''] = ids;
  const look = ids.length > MOST_IDS ? `log-gardener drafts list --run ${id}` : `log-gardener drafts show ${first}`;
  const approve =
    ids.length > MOST_IDS ? 'log-gardener drafts approve ID …' : `log-gardener drafts approve ${ids.join(' ')}`;
  return [
    code(look),
    text(ids.length > 1 && ids.length <= MOST_IDS ? ' and so on, then ' : ', then '),
    code(approve),
    text(' and '),
    code('log-gardener drafts post'),
    text('.'),
  ];
}

const post = (ids: readonly string[]): PhrasingContent[] => [
  code(`log-gardener drafts post ${ids.join(' ')}`),
  text('.'),
];
