import { stringify } from 'yaml';
import { withoutRoutes } from '../config/routing.ts';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import type { IssueHistory } from '../model/issue.ts';
import { getRuling } from '../store/rulings.ts';
import { getTape } from '../store/tapes.ts';
import { redactStrings } from '../triage/redact-clusters.ts';
import type { LiveDeps } from './deps.ts';
import { findCluster } from './find-cluster.ts';
import { requireDraft } from './require-draft.ts';
import { judgeNamed } from './retarget.ts';
import { aboutOf, createShift, plantPattern } from './scenario-log.ts';
import { plantTracker } from './scenario-tracker.ts';

type Found = NonNullable<Awaited<ReturnType<typeof findCluster>>>;

/** What would have been right, as a scenario says it. */
interface Right {
  readonly kind: string;
  readonly answers: readonly { about: string; action: string; issue?: number; verdict?: string }[];
  readonly because: string;
  /** An issue that the reviewer named and the run had not read. */
  readonly named: IssueHistory | null;
}

/**
 * A reviewer's decision as a scenario of fixtures/scenarios: the log as far as it is kept, what GitHub was known to
 * hold, and what the person decided as the right answer. Secrets are hidden, people's names left out, times moved to the
 * day that scenarios look at.
 *
 * @returns the YAML, and what it lacks, in sentences
 * @throws UsageError when nobody decided on the draft, the decision does not say what would have been right, or the run
 * is gone
 */
export async function exportScenario(id: string, deps: LiveDeps): Promise<{ yaml: string; notes: string[] }> {
  const draft = await requireDraft(deps.store, id);
  const found = await findCluster(deps.store, draft);
  const investigation = found?.triaged.investigation ?? null;
  if (found === null || investigation === null) {
    throw new UsageError(
      `Draft ${id} makes no scenario: its run, ${draft.run}, holds no investigation of it any more.`,
    );
  }
  const { run, triaged } = found;
  const { cluster } = triaged;
  const right = await rightOf(draft, found, deps);
  const tape = await getTape(deps.store, draft.run);
  const { issues, pulls, whole } = plantTracker({
    repository: draft.repository,
    tape,
    investigation,
    histories: [investigation.target, right.named].filter((history) => history !== null),
    fingerprint: draft.fingerprint,
    shift: createShift(run.window),
  });
  const services = new Set(cluster.facts.services.map(({ name }) => name));
  const shift = createShift(run.window);
  const isGke = cluster.patterns[0]?.example.resource?.type === 'k8s_container';
  // A scenario has one tracker.
  const { components, signatures, regression } = withoutRoutes(deps.config);
  const scenario = await redactStrings(
    {
      kind: right.kind,
      why: right.because,
      tracker: 'exported',
      ...(isGke && { platform: 'gke' }),
      service: run.service,
      revision: cluster.facts.revisions[0]?.name || `${run.service}-00001-aaa`,
      config: { components, signatures, regression },
      deploys: (run.collected.deploys ?? [])
        .filter(({ service }) => services.has(service))
        .map(({ service, revision, at }) => ({ service, revision, at: shift(at) })),
      entries: cluster.patterns.flatMap((pattern) => plantPattern(pattern, run)),
      issues,
      pulls,
      answers: right.answers,
    },
    deps.redactor,
  );
  const notes = [
    'The entries are not kept: the examples that are stand in turn for all of them, so how many users, traces and instances there were is lost.',
    ...(tape === null ? ['The run has no tape any more: only the issues that its record names are planted.'] : []),
    ...(whole ? [] : ['Of some candidates only the title is known.']),
  ];
  const head = [`Of draft ${id}, as a reviewer decided on it.`, ...notes].map((line) => `# ${line}\n`).join('');
  return { yaml: head + stringify(scenario, { lineWidth: 120 }), notes };
}

async function rightOf(draft: Draft, found: Found, deps: LiveDeps): Promise<Right> {
  const { id, state, content } = draft;
  const about = aboutOf(rootOf(found));
  const nobody = new UsageError(
    `Draft ${id} is ${state.status}: approve it, or reject it with a ruling that says what would have been right (log-gardener drafts reject --help).`,
  );
  if (state.status === 'approved' || state.status === 'posted' || state.status === 'posting') {
    const said = `A reviewer approved it${draft.title === '' ? '' : `: ${draft.title}`}.`;
    if (content.action === 'create') {
      return { kind: 'plain new', answers: [{ about, action: 'create' }], because: said, named: null };
    }
    if (content.action === 'close') throw new UsageError(`Draft ${id} tells of a recovery, which no scenario knows.`);
    return decidedOn(content.issue, content.action, said, draft, found, deps);
  }
  if (state.status !== 'rejected' || state.by !== 'reviewer' || state.ruling === undefined) throw nobody;
  const ruling = (await getRuling(deps.store, state.ruling))?.ruling;
  const because = `A reviewer rejected the draft: ${state.reason}`;
  switch (ruling?.rule.kind) {
    case 'mute':
    case 'mute-tenfold':
      return { kind: 'noise only', answers: [{ about, action: 'skip' }], because, named: null };
    case 'duplicate':
      return decidedOn(ruling.rule.of, 'update', because, draft, found, deps);
    case 'apart': {
      const answers = found.triaged.cluster.patterns.map((pattern) => ({ about: aboutOf(pattern), action: 'create' }));
      return { kind: 'plain new', answers, because, named: null };
    }
    case 'together':
      throw new UsageError(
        `Draft ${id} is one problem with another, whose log it does not hold: no scenario comes of it.`,
      );
    case undefined:
      throw nobody;
  }
}

const KIND_OF_VERDICT: Readonly<Record<string, string>> = {
  regressed: 'regressed',
  fix_not_deployed: 'fixed, not deployed',
  old_revision_still_serving: 'old revision still serving',
};

/** The target of the run, or an issue that the reviewer named, with what the verdict's rules make of that. */
async function decidedOn(
  issue: number,
  action: string,
  because: string,
  draft: Draft,
  found: Found,
  deps: LiveDeps,
): Promise<Right> {
  const { decision } = found.triaged;
  const about = aboutOf(rootOf(found));
  const judged =
    decision?.issue === issue && decision.verdict !== null
      ? { history: null, decision: { ...decision, action } }
      : await judgeNamed(issue, found, draft, deps);
  const verdict = judged.decision.verdict?.kind ?? 'open';
  const kind = KIND_OF_VERDICT[verdict] ?? (judged.decision.action === 'reopen' ? 'regressed' : 'plain known');
  return { kind, answers: [{ about, action: judged.decision.action, issue, verdict }], because, named: judged.history };
}

function rootOf({ triaged }: Found) {
  const [root] = triaged.cluster.patterns;
  if (root === undefined) throw new UsageError('A cluster without a pattern makes no scenario.');
  return root;
}
