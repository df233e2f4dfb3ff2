import type { ThrownError } from '../../../model/cluster.ts';

/** The root exception; frames of the application stand out, those of libraries are dim. */
export function StackTrace({ thrown }: { thrown: ThrownError }) {
  return (
    <section>
      <h2>{thrown.frames.length > 0 ? 'Stack trace' : 'Exception'}</h2>
      <div class="trace">
        <p class="thrown">
          <strong>{thrown.type}</strong>
          {thrown.message !== '' && `: ${thrown.message}`}
        </p>
        <ol>
          {thrown.frames.map((frame, index) => (
            <li key={index} class={frame.own ? 'own' : 'foreign'}>
              <span class="place">
                {frame.file}
                {frame.line !== null && `:${frame.line}`}
              </span>{' '}
              <span class="function">{frame.function}</span>
              {frame.own && <span class="unseen"> (own code)</span>}
              {frame.code !== '' && <code class="code">{frame.code}</code>}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
