import { messageOf } from '../collect/message.ts';
import { matchComponents, messageMatches } from '../config/components.ts';
import type { Config } from '../config/schema.ts';
import type { AffectedComponent, Assessment } from '../model/assessment.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Run } from '../model/run.ts';
import { evidenceOf } from './evidence.ts';
import { failingShareOf, type RequestsRead } from './failing-requests.ts';
import { outageOf } from './outage.ts';
import { basePriority } from './priority.ts';
import { trendOf } from './trend.ts';

/** What code knows about a cluster: facts with ids, base priority with its rules, components it touches, trend. */
export function assess(
  cluster: Cluster,
  context: { config: Config; window: Run['window']; previous: Run | null; read: RequestsRead },
): Assessment {
  const { config, window, previous, read } = context;
  // All examples of a large log take a while to read, and only these two ask for what they say.
  const isAsked = config.components.length > 0 || config.signatures.length > 0;
  const messages = isAsked ? messagesOf(cluster) : [];
  const components = affectedComponents(cluster, messages, config);
  const signatures = config.signatures.filter((signature) =>
    messages.some((message) => messageMatches(signature.message, message)),
  );
  const share = failingShareOf(cluster, read);
  const { priority, rules } = basePriority(cluster, components, signatures, share);
  const trend = trendOf(cluster.fingerprint, window, previous);
  return { basePriority: priority, evidence: evidenceOf(cluster, priority, trend, share), components, trend, rules };
}

function messagesOf({ patterns }: Cluster): string[] {
  return [...new Set(patterns.flatMap(({ examples }) => examples.map(messageOf)))];
}

/** A service that does not come up takes all its components down, whatever module the error names. */
function affectedComponents(cluster: Cluster, messages: readonly string[], config: Config): AffectedComponent[] {
  const down = outageOf(cluster) !== null;
  const places = cluster.patterns.flatMap((pattern) => pattern.facts.places);
  const frames = cluster.patterns.flatMap((pattern) => pattern.thrown.flatMap(({ frames }) => frames));
  const matched = matchComponents(config, {
    modules: [...new Set(places.map((place) => place.module))],
    paths: [
      ...new Set([
        ...places.map((place) => place.file),
        ...frames.filter((frame) => frame.own).map((frame) => frame.file),
      ]),
    ],
    messages,
  });
  const because = new Map(matched.map((match) => [match.component.name, match.because]));
  return config.components.flatMap((component) => {
    const reason = because.get(component.name) ?? (down ? 'the service does not come up' : null);
    if (reason === null) return [];
    const { name, importance, journey, owner, revenue, links } = component;
    return [{ name, importance, journey, owner, revenue, links, because: reason }];
  });
}
