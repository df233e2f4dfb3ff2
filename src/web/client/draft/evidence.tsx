import { useEffect, useRef } from 'preact/hooks';
import type { ClusterView } from '../../views.ts';
import { Inline } from '../parts/inline.tsx';
import { number } from '../words.ts';
import { ClusterChart } from './cluster-chart.tsx';
import { Patterns } from './patterns.tsx';
import { StackTrace } from './stack-trace.tsx';

interface Properties {
  readonly cluster: ClusterView;
  /** Ids that the claim in hand rests on. */
  readonly lit: readonly string[];
}

/** What code counted and found: beside it the draft is judged. */
export function EvidencePanel({ cluster, lit }: Properties) {
  const panel = useRef<HTMLDivElement>(null);
  const key = lit.join(' ');
  useEffect(() => {
    // Only where the evidence scrolls by itself: on a small screen it would take the draft away.
    const scrolls = panel.current?.parentElement;
    if (key === '' || !scrolls || scrolls.scrollHeight <= scrolls.clientHeight) return;
    scrolls.querySelector('.lit')?.scrollIntoView({ block: 'nearest' });
  }, [key]);
  return (
    <div ref={panel}>
      <ClusterChart cluster={cluster} />
      <FactTable cluster={cluster} lit={lit} />
      {cluster.rootCause !== null && <StackTrace thrown={cluster.rootCause} />}
      <Patterns patterns={cluster.patterns} lit={lit} />
      <Rules title={`Why ${cluster.priority}`} rules={cluster.priorityRules} />
      <Rules title="Why these patterns are one problem" rules={cluster.joinRules} />
    </div>
  );
}

function FactTable({ cluster, lit }: Properties) {
  return (
    <section>
      <h2>Facts</h2>
      <table class="facts">
        <tbody>
          {cluster.evidence.map(({ id, name, value, unit }) => (
            <tr key={id} id={`fact-${id}`} class={lit.includes(id) ? 'lit' : ''}>
              <th scope="row">
                <code>{id}</code> {name}
              </th>
              <td>
                {typeof value === 'number' && Number.isInteger(value) ? number(value) : value}
                {unit !== undefined && ` ${unit}`}
              </td>
            </tr>
          ))}
          {cluster.facts.places.map((place) => (
            <tr key={JSON.stringify(place)} class={lit.includes('place') ? 'lit' : ''}>
              <th scope="row">
                <code /> logged from
              </th>
              <td>{placeWords(place)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function placeWords({ module, function: name, file, line, count }: ClusterView['facts']['places'][number]): string {
  const code = [module, name].filter(Boolean).join('.');
  const where = [code, file].filter(Boolean).join(', ');
  return `${where || 'a place without a name'}${line === '' ? '' : `, line ${line}`} (${number(count)} ×)`;
}

function Rules({ title, rules }: { title: string; rules: readonly string[] }) {
  if (rules.length === 0) return null;
  return (
    <details class="fold">
      <summary>{title}</summary>
      <ul class="plain">
        {rules.map((rule) => (
          <li key={rule}>
            <Inline text={rule} />
          </li>
        ))}
      </ul>
    </details>
  );
}
