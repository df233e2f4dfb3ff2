import { readableTemplate } from '../assess/template-text.ts';
import { innermostFrame } from '../cluster/exception.ts';
import { severityOf } from '../collect/severity.ts';
import { formatTime, parseTime } from '../collect/time.ts';
import type { Assessment } from '../model/assessment.ts';
import type { Cluster, Fingerprint, Pattern, ThrownError } from '../model/cluster.ts';
import type { Completeness } from '../model/completeness.ts';
import type { LogEntry } from '../model/entry.ts';
import type { Run, TriagedCluster } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import { outcomeOf } from '../worklog/outcome.ts';
import { shownMessage } from './explain-message.ts';
import { whyRoot } from './explain-root.ts';
import type { ExplainedPattern, Explanation } from './explanation.ts';
import { slotValues } from './slot-values.ts';

/** A cluster of a run, with what the run made of it. */
export function explainTriaged(triaged: TriagedCluster, run: Run, asked: Fingerprint | null): Explanation {
  const { cluster, assessment, priority, decision, draft, error } = triaged;
  const { id, status, startedAt, service, window, minSeverity } = run;
  const { words, issue } = outcomeOf(triaged);
  return {
    ...explainAssessed(cluster, assessment, asked, run.collected),
    from: { kind: 'run', id, status, startedAt, service, window, minSeverity },
    priority,
    outcome: words,
    decision,
    draft,
    issue,
    ...(triaged.repository !== undefined && { repository: triaged.repository, routedBy: triaged.routedBy }),
    error,
  };
}

/** A cluster of log files: no run, so nothing was asked of GitHub. */
export function explainFromFiles(
  cluster: Cluster,
  assessment: Assessment,
  asked: Fingerprint | null,
  read: { sources: readonly string[]; minSeverity: Severity; collected: Completeness },
): Explanation {
  const { sources, minSeverity, collected } = read;
  return {
    ...explainAssessed(cluster, assessment, asked, collected),
    from: { kind: 'files', sources: [...sources], minSeverity },
    priority: assessment.basePriority,
    outcome: null,
    decision: null,
    draft: null,
    issue: null,
    error: null,
  };
}

type Assessed = Omit<Explanation, 'from' | 'priority' | 'outcome' | 'decision' | 'draft' | 'issue' | 'error'>;

function explainAssessed(
  cluster: Cluster,
  assessment: Assessment,
  asked: Fingerprint | null,
  { read, kept, malformed, truncated }: Completeness,
): Assessed {
  const { fingerprint, title, facts, rootCause } = cluster;
  const joins = cluster.joins ?? cluster.rules.map((rule) => ({ rule, patterns: [] }));
  const patterns = cluster.patterns.map((pattern) => explainPattern(pattern, joins));
  return {
    asked,
    collected: { read, kept, malformed, truncated },
    fingerprint,
    title,
    severity: facts.severity,
    severities: facts.severities,
    count: facts.count,
    firstSeen: facts.firstSeen,
    lastSeen: facts.lastSeen,
    basePriority: assessment.basePriority,
    priorityRules: assessment.rules,
    components: assessment.components,
    root: {
      fingerprint: cluster.patterns[0]?.fingerprint ?? fingerprint,
      because: whyRoot(cluster),
      cause: rootCause && { type: rootCause.type, message: rootCause.message },
    },
    rules: joins,
    patterns,
    evidence: assessment.evidence,
    shown: patterns.reduce((sum, { shown }) => sum + shown, 0),
  };
}

function explainPattern(pattern: Pattern, joins: Explanation['rules']): ExplainedPattern {
  const { fingerprint, template, kind, count, part, severity, examples, facts, thrown } = pattern;
  return {
    fingerprint,
    template,
    text: readableTemplate(pattern),
    kind,
    count,
    ...(part !== undefined && { part }),
    severity,
    severities: facts.severities,
    firstSeen: facts.firstSeen,
    lastSeen: facts.lastSeen,
    places: facts.places,
    thrown: thrown.map(explainThrown),
    slots: slotValues(pattern),
    rules: rulesFor(fingerprint, joins),
    shown: examples.length,
    entries: examples.map(explainEntry),
  };
}

/**
 * The rules that brought a pattern into its cluster. One about two patterns tells why the first is with the second; it
 * stands for the second only where nothing else does.
 */
function rulesFor(fingerprint: Fingerprint, joins: Explanation['rules']): string[] {
  const listed = joins.filter(({ patterns }) => patterns.includes(fingerprint));
  const own = listed.filter(({ patterns }) => patterns[0] === fingerprint || patterns.length > 2);
  return (own.length > 0 ? own : listed.slice(0, 1)).map(({ rule }) => rule);
}

function explainThrown(error: ThrownError): ExplainedPattern['thrown'][number] {
  const frame = innermostFrame(error);
  const at = frame && { file: frame.file, function: frame.function, line: frame.line };
  return { type: error.type, message: error.message, at };
}

function explainEntry(entry: LogEntry): ExplainedPattern['entries'][number] {
  const message = shownMessage(entry);
  const { severity, source } = severityOf(entry, message);
  return { timestamp: timeOf(entry), severity, severitySource: source, message, entry };
}

/** When it happened, or, where the entry does not say, when it arrived; as `collect` reads it. */
function timeOf({ timestamp, receiveTimestamp }: LogEntry): string {
  for (const text of [timestamp, receiveTimestamp]) {
    const time = text === undefined ? null : parseTime(text);
    if (time !== null) return formatTime(time);
  }
  return timestamp ?? receiveTimestamp ?? '';
}
