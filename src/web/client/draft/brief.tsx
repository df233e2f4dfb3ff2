import type { ClusterView, LiveView } from '../../views.ts';
import { Inline } from '../parts/inline.tsx';
import type { Loaded } from '../use-loaded.ts';
import { count, decided, sentence, time } from '../words.ts';

/** The three things to know before anything else: what is broken, why the agent thinks so, what would be posted. */
export function Brief({ cluster, live }: { cluster: ClusterView; live: Loaded<LiveView> }) {
  const { facts, decision, draft, investigation, error } = cluster;
  const impact = investigation?.prose.impact ?? '';
  const suspect = investigation?.suspects[0];
  return (
    <dl class="brief">
      <div>
        <dt>What is broken</dt>
        <dd>
          <strong>{count(facts.count, 'entry', 'entries')}</strong> from {time(facts.firstSeen)} to{' '}
          {time(facts.lastSeen)} UTC{componentWords(cluster)}. <Inline text={impact} />
        </dd>
      </div>
      <div>
        <dt>Why {decided(decision)}</dt>
        <dd>
          {verdictWords(cluster) !== null && <strong>{verdictWords(cluster)}</strong>}{' '}
          <Inline text={sentence(error ?? decision?.reasons[0] ?? investigation?.because ?? 'not looked into yet')} />{' '}
          {searchWords(cluster)}
          {suspect !== undefined && (
            <>
              {' '}
              First suspect:{' '}
              <a href={suspect.url} target="_blank" rel="noopener noreferrer">
                {suspect.pull === null ? suspect.sha?.slice(0, 7) : `#${suspect.pull}`}
              </a>{' '}
              {suspect.title}
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{draft?.state.status === 'posted' ? 'What was posted' : 'What would be posted'}</dt>
        <dd>
          {live.value?.issue != null && (
            <>
              <a href={live.value.issue.url} target="_blank" rel="noopener noreferrer">
                #{live.value.issue.number}
              </a>{' '}
              is {live.value.issue.state} now.{' '}
            </>
          )}
          {sentence(draft?.does ?? 'nothing')}
        </dd>
        <Caution live={live} />
      </div>
    </dl>
  );
}

/** Nobody approves a change to an issue that is another by now, or was not read, without being told so. */
function Caution({ live: { value, problem } }: { live: Loaded<LiveView> }) {
  const changed = value?.changed ?? null;
  const unread = value?.unread ?? problem?.message ?? null;
  if (changed === null && unread === null) return null;
  return (
    <dd class="problem">
      {changed !== null && sentence(changed)} {unread !== null && `The issue was not read: ${unread}`}
    </dd>
  );
}

/** What code makes of the known issue, where that is news. */
function verdictWords({ decision }: ClusterView): string | null {
  const kind = decision?.verdict?.kind;
  if (kind === undefined || kind === 'open' || kind === 'unknown') return null;
  return sentence(kind.replaceAll('_', ' '));
}

/** How well it was looked: failed is not empty. */
function searchWords({ investigation }: ClusterView): string {
  if (investigation === null) return '';
  const { steps, candidates } = investigation.search;
  const failed = steps.filter(({ complete }) => !complete).length;
  const answers = failed === 0 ? 'all answered whole' : `${failed} not whole`;
  return `${count(steps.length, 'search', 'searches')}, ${answers}, ${count(candidates.length, 'candidate')}.`;
}

function componentWords({ components, facts }: ClusterView): string {
  const named = components.map(({ name, importance }) => (importance === 'normal' ? name : `${name} (${importance})`));
  const users =
    facts.users.count > 0 ? `, ${facts.users.atLeast ? 'at least ' : ''}${count(facts.users.count, 'user')}` : '';
  return `${named.length > 0 ? ` on ${named.join(', ')}` : ''}${users}`;
}
