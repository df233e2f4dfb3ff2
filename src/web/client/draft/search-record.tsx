import type { Decision } from '../../../model/draft.ts';
import type { SearchRecord as Record } from '../../../model/report.ts';
import { Inline } from '../parts/inline.tsx';
import { count } from '../words.ts';

/** What was asked of the tracker, what it answered, and how near each answer is. */
export function SearchRecord({ search, decision }: { search: Record; decision: Decision | null }) {
  return (
    <section>
      <h2>Search</h2>
      {search.marked !== null && <p>#{search.marked} carries our marker: it is the target, whatever anyone says.</p>}
      {search.twins.length > 0 && (
        <p>Open issues that carry it too: {search.twins.map((twin) => `#${twin}`).join(', ')}.</p>
      )}
      <ul class="steps">
        {search.steps.map((step, index) => (
          <li key={index}>
            <span class="engine">{step.engine}</span>
            <code>{step.query}</code>
            <span class={step.complete ? 'hits' : 'hits not'}>
              {step.complete ? '' : 'not whole · '}
              {step.hits.length === 0 ? 'nothing' : step.hits.map((hit) => `#${hit}`).join(' ')}
            </span>
            {step.error !== null && <p class="problem">{step.error}</p>}
          </li>
        ))}
      </ul>
      <h3>{count(search.candidates.length, 'candidate')}</h3>
      <ol class="candidates">
        {search.candidates.map(({ number, title, url, state, score, reasons }) => (
          <li key={number} class={decision?.issue === number ? 'taken' : ''}>
            <span class="score">{score}</span>
            <a href={url} target="_blank" rel="noopener noreferrer">
              #{number}
            </a>{' '}
            {title} <span class="faint">{state}</span>
            {decision?.issue === number && <strong class="chosen-one"> this one</strong>}
            {reasons.length > 0 && (
              <p class="faint">
                <Inline text={reasons.join('; ')} />
              </p>
            )}
          </li>
        ))}
      </ol>
      {search.pulls.length > 0 && (
        <>
          <h3>{count(search.pulls.length, 'pull request')}</h3>
          <ol class="candidates">
            {search.pulls.map(({ number, title, url, state, score, reasons }) => (
              <li key={number}>
                <span class="score">{score}</span>
                <a href={url} target="_blank" rel="noopener noreferrer">
                  #{number}
                </a>{' '}
                {title} <span class="faint">{state}</span>
                {reasons.length > 0 && (
                  <p class="faint">
                    <Inline text={reasons.join('; ')} />
                  </p>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
