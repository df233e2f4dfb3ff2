import { getTranscript } from '../api.ts';
import { Waiting } from '../parts/notice.tsx';
import { useLoaded } from '../use-loaded.ts';
import { number } from '../words.ts';

/** What the sub-agent did, turn by turn. */
export function Transcript({ run, fingerprint }: { run: string; fingerprint: string }) {
  const { value, problem, reload } = useLoaded(`${run}/${fingerprint}`, () => getTranscript(run, fingerprint));
  if (value === null) return <Waiting problem={problem} retry={reload} what="the transcript" />;
  return (
    <section class="transcript">
      <h2>
        {value.model} <span class="faint">{value.prompt}</span>
      </h2>
      <ol>
        {value.turns.map((turn) => (
          <li key={turn.number}>
            <p class="faint">
              Turn {turn.number} · {number(turn.tokens.input)} tokens in, {number(turn.tokens.output)} out
              {turn.usd !== null && ` · $${turn.usd.toFixed(4)}`}
            </p>
            {turn.said.map((text) => (
              <p key={text} class="said">
                {text}
              </p>
            ))}
            {turn.calls.map((call, index) => (
              <details key={index} class="fold">
                <summary class={call.failed ? 'problem' : ''}>
                  {call.tool} <code>{call.input.length > 90 ? `${call.input.slice(0, 90)}…` : call.input}</code>
                </summary>
                <pre>{call.input}</pre>
                <pre>{call.result}</pre>
              </details>
            ))}
          </li>
        ))}
      </ol>
      {value.end !== null && <p class="faint">It ended with: {value.end}</p>}
    </section>
  );
}
