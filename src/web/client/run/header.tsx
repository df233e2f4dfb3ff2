import type { RunView } from '../../views.ts';
import { tellReading } from '../reading.ts';
import { PRIORITIES } from '../sift.ts';
import { count, dollars, duration, number, span } from '../words.ts';

const STATUS: { readonly [S in RunView['run']['status']]: string } = {
  running: 'running now',
  done: 'done',
  partial: 'done in part',
  failed: 'failed',
};

/** What this run was, what it read, and what it came to. */
export function RunHeader({ view }: { view: RunView }) {
  const { run, totals, collected, clusters } = view;
  const seconds = (Date.parse(run.window.until) - Date.parse(run.window.since)) / 1000;
  const reading = tellReading(collected);
  const asides = [...run.warnings, ...run.skipped.map(({ what, because }) => `Left out: ${what}: ${because}`)];
  return (
    <header class="run-header">
      <div class="headline">
        <h1>{run.service || run.project || 'all services'}</h1>
        <span class={`run-status ${run.status}`}>{STATUS[run.status]}</span>
        <p class="window">
          <time dateTime={run.window.since}>{span(run.window)}</time> <span class="faint">({duration(seconds)})</span>
        </p>
      </div>
      <dl class="tiles">
        {PRIORITIES.map((priority) => (
          <div
            key={priority}
            class={`tile ${priority} ${clusters.some((row) => row.priority === priority) ? '' : 'nil'}`}
          >
            <dt>{priority}</dt>
            <dd>{clusters.filter((row) => row.priority === priority).length}</dd>
          </div>
        ))}
        <Tile name="to review" value={totals.drafts.pending} />
        <Tile name="approved" value={totals.drafts.approved} />
        <Tile name="posted" value={totals.drafts.posted} />
        {totals.failed > 0 && <Tile name="not looked into" value={totals.failed} />}
        <Tile name="entries" value={totals.entries} />
      </dl>
      <p class="reading">
        <span class={reading.whole ? 'whole' : 'partial'}>{reading.whole ? 'Read whole' : 'Read in part'}</span>{' '}
        {reading.says}
        {reading.missing.length > 0 && <strong> — {reading.missing.join('; ')}</strong>}
        {reading.aside.length > 0 && <span class="faint"> ({reading.aside.join(', ')})</span>}
        <span class="faint">
          {' '}
          · {run.repository ?? 'no repository'} · {run.investigator.name} ·{' '}
          {count(run.githubRequests, 'GitHub request')} · {dollars(run.cost.usd)}
          {run.cost.inputTokens > 0 && `, ${number(run.cost.inputTokens + run.cost.outputTokens)} tokens`}
        </span>
      </p>
      {asides.length > 0 && (
        <details class="warnings">
          <summary>{count(asides.length, 'warning')}</summary>
          <ul>
            {asides.map((says) => (
              <li key={says}>{says}</li>
            ))}
          </ul>
        </details>
      )}
    </header>
  );
}

function Tile({ name, value }: { name: string; value: number }) {
  return (
    <div class={`tile ${value === 0 ? 'nil' : ''}`}>
      <dt>{name}</dt>
      <dd>{number(value)}</dd>
    </div>
  );
}
