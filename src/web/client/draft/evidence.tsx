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
  return (
    <>
      <ClusterChart cluster={cluster} />
      <FactTable cluster={cluster} lit={lit} />
      {cluster.rootCause !== null && <StackTrace thrown={cluster.rootCause} />}
      <Patterns patterns={cluster.patterns} />
      <Rules title={`Why ${cluster.priority}`} rules={cluster.priorityRules} />
      <Rules title="Why these patterns are one problem" rules={cluster.joinRules} />
    </>
  );
}

function FactTable({ cluster, lit }: Properties) {
  const body = useRef<HTMLTableSectionElement>(null);
  const first = lit[0];
  useEffect(() => {
    if (first !== undefined)
      body.current?.querySelector(`#fact-${CSS.escape(first)}`)?.scrollIntoView({ block: 'nearest' });
  }, [first]);
  return (
    <section>
      <h2>Facts</h2>
      <table class="facts">
        <tbody ref={body}>
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
        </tbody>
      </table>
    </section>
  );
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
