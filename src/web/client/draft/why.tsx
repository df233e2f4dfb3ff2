import type { ClusterView } from '../../views.ts';
import { Inline } from '../parts/inline.tsx';
import { decided, time } from '../words.ts';
import { SearchRecord } from './search-record.tsx';

/** Why this decision: the verdict, what the search saw, what may have brought it. */
export function Why({ cluster }: { cluster: ClusterView }) {
  const { decision, elsewhere, investigation } = cluster;
  return (
    <>
      <section>
        <h2>Decision: {decided(decision)}</h2>
        {elsewhere !== null && (
          <p>
            Its issue is kept in <strong>{elsewhere.repository}</strong>, for {elsewhere.by}.
          </p>
        )}
        {decision?.verdict != null && (
          <p>
            Verdict <strong>{decision.verdict.kind.replaceAll('_', ' ')}</strong>
            {decision.verdict.revision !== null && ` on revision ${decision.verdict.revision}`}
            {decision.verdict.fix !== null && (
              <>
                ; fix{' '}
                <a href={decision.verdict.fix.url} target="_blank" rel="noopener noreferrer">
                  #{decision.verdict.fix.pull}
                </a>{' '}
                merged {time(decision.verdict.fix.mergedAt)} UTC ({decision.verdict.fix.how})
              </>
            )}
          </p>
        )}
        <ul class="plain">
          {[...new Set([...(decision?.reasons ?? []), ...(decision?.verdict?.reasons ?? [])])].map((reason) => (
            <li key={reason}>
              <Inline text={reason} />
            </li>
          ))}
        </ul>
        {investigation !== null && (
          <p class="faint">
            {investigation.agent === null
              ? `Drafted by ${investigation.investigator}.`
              : `Drafted by ${investigation.agent.model} (${investigation.agent.prompt}), ${investigation.agent.turns} turns.`}{' '}
            {investigation.instead !== null && `Instead of a model: ${investigation.instead}`}
          </p>
        )}
        {(investigation?.restraint?.noticed ?? []).length > 0 && (
          <>
            <h3>What was held against the report</h3>
            <ul class="plain">
              {investigation?.restraint?.noticed.map((says) => (
                <li key={says}>{says}</li>
              ))}
            </ul>
          </>
        )}
      </section>
      {investigation !== null && <SearchRecord search={investigation.search} decision={decision} />}
      {investigation !== null && (
        <section>
          <h2>Suspect changes</h2>
          <ul class="suspects">
            {investigation.suspects.map(({ url, pull, sha, title, at, reason, score }) => (
              <li key={url}>
                <span class="score">{score}</span>
                <a href={url} target="_blank" rel="noopener noreferrer">
                  {pull === null ? sha?.slice(0, 7) : `#${pull}`}
                </a>{' '}
                {title} <span class="faint">{time(at)} UTC</span>
                <p class="faint">
                  <Inline text={reason} />
                </p>
              </li>
            ))}
          </ul>
          {investigation.suspects.length === 0 && <p>None.</p>}
          {investigation.suspectsNote !== '' && <p class="faint">{investigation.suspectsNote}</p>}
        </section>
      )}
    </>
  );
}
