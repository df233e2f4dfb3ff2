import type { ClusterView, LiveView } from '../../views.ts';
import { count, decided, time } from '../words.ts';

/** The three things to know before anything else: what is broken, why the agent thinks so, what would be posted. */
export function Brief({ cluster, live }: { cluster: ClusterView; live: LiveView | null }) {
  const { facts, decision, draft, investigation, error } = cluster;
  const impact = investigation?.prose.impact ?? '';
  return (
    <dl class="brief">
      <div>
        <dt>What is broken</dt>
        <dd>
          <strong>{count(facts.count, 'entry', 'entries')}</strong> from {time(facts.firstSeen)} to{' '}
          {time(facts.lastSeen)} UTC{componentWords(cluster)}. {impact}
        </dd>
      </div>
      <div>
        <dt>Why {decided(decision)}</dt>
        <dd>{error ?? decision?.reasons[0] ?? investigation?.because ?? 'Not looked into yet.'}</dd>
      </div>
      <div>
        <dt>{draft?.state.status === 'posted' ? 'What was posted' : 'What would be posted'}</dt>
        <dd>
          {draft?.does ?? 'Nothing.'}
          {live?.issue != null && (
            <>
              {' '}
              <a href={live.issue.url} target="_blank" rel="noopener noreferrer">
                #{live.issue.number}
              </a>{' '}
              is {live.issue.state} now.
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

function componentWords({ components, facts }: ClusterView): string {
  const named = components.map(({ name, importance }) => (importance === 'normal' ? name : `${name} (${importance})`));
  const users =
    facts.users.count > 0 ? `, ${facts.users.atLeast ? 'at least ' : ''}${count(facts.users.count, 'user')}` : '';
  return `${named.length > 0 ? ` on ${named.join(', ')}` : ''}${users}`;
}
