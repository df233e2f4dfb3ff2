import type { PatternView } from '../../views.ts';
import { count, number, time } from '../words.ts';
import { isGround } from './grounds.ts';
import { StackTrace } from './stack-trace.tsx';

/** The patterns with their counts; each unfolds into its examples. Text of strangers: shown as text alone. */
export function Patterns({ patterns, lit }: { patterns: readonly PatternView[]; lit: readonly string[] }) {
  return (
    <section>
      <h2>{count(patterns.length, 'pattern')}</h2>
      {patterns.map((pattern) => (
        <details key={pattern.fingerprint} class={`pattern ${isGround(pattern, lit) ? 'lit' : ''}`}>
          <summary>
            <span class="count">{number(pattern.count)} ×</span>
            <span class={`severity ${pattern.severity}`}>{pattern.severityWords}</span>
            <span class="template">{pattern.template}</span>
            {pattern.part === 'shared' && <span class="faint"> (shared with other problems, not counted)</span>}
          </summary>
          <p class="faint">
            <code>{pattern.fingerprint}</code> · {time(pattern.facts.firstSeen)} – {time(pattern.facts.lastSeen)} UTC
          </p>
          {pattern.thrown.map((thrown, at) => (
            <StackTrace key={at} thrown={thrown} />
          ))}
          {pattern.examples.map((entry, at) => (
            <details key={entry.insertId ?? at} class="entry">
              <summary>
                Entry {entry.timestamp ?? ''} {entry.insertId ?? ''}
              </summary>
              <pre>{JSON.stringify(entry, null, 2)}</pre>
            </details>
          ))}
        </details>
      ))}
    </section>
  );
}
