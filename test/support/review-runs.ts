import { createHash } from 'node:crypto';
import { generateMarker } from '../../src/github/marker.ts';
import type { Draft } from '../../src/model/draft.ts';
import { Run } from '../../src/model/run.ts';
import { hashContent } from '../../src/store/content-hash.ts';
import { addDraft } from '../../src/store/drafts.ts';
import type { Store } from '../../src/store/open.ts';
import { saveRun } from '../../src/store/runs.ts';

const fingerprintOf = (name: string): string => `lg1${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

/** Fields of a run's record in which text of strangers stands, or could. */
const STRANGERS = new Set(
  'title template message textPayload code value reasons because query impact currentBehaviour rules warnings'.split(
    ' ',
  ),
);

/**
 * A run like this one, with clusters and drafts that hold these texts wherever text of strangers can stand: as messages,
 * titles, facts, reasons, issues found, and as body and title of the draft.
 */
export async function saveHostileRun(store: Store, like: Run, texts: readonly string[], each: number): Promise<Run> {
  const id = '2025-09-13T00-00-00Z';
  const [template] = like.clusters;
  const [pattern] = template?.cluster.patterns ?? [];
  if (template === undefined || pattern === undefined) throw new Error('the run to be like has no clusters');
  const groups = Array.from({ length: Math.ceil(texts.length / each) }, (_, n) =>
    texts.slice(n * each, (n + 1) * each),
  );
  const drafts: Draft[] = [];
  const clusters = groups.map((group, n) => {
    const fingerprint = fingerprintOf(`hostile ${n}`);
    const draft = newIssue({ id: `${id}-${n + 1}`, run: id, fingerprint }, group[0] ?? '', group.join('\n\n'));
    drafts.push(draft);
    const { title, state } = draft;
    const patterns = group.map((text, index) => {
      const example = { ...pattern.example, textPayload: text, jsonPayload: { message: text, html: text } };
      return { ...pattern, fingerprint: fingerprintOf(`${n} ${index}`), example, examples: [example] };
    });
    const candidates = group.map((_, index) => ({
      ...{ number: index + 1, title: 'title', url: `https://github.com/o/r/issues/${index + 1}` },
      ...{ state: 'open', score: 50, reasons: ['because'] },
    }));
    const { investigation } = template;
    return plant(
      {
        ...template,
        cluster: { ...template.cluster, fingerprint, patterns },
        investigation: investigation && { ...investigation, search: { ...investigation.search, candidates } },
        draft: { id: draft.id, title, action: 'create', issue: null, url: null, state },
      },
      group,
    );
  });
  const run = Run.parse({ ...like, id, startedAt: '2025-09-13T00:00:00Z', clusters, warnings: texts });
  await saveRun(store, run);
  for (const draft of drafts) await addDraft(store, draft);
  return run;
}

/** Puts the texts in turn into every field that strangers write. */
function plant(record: unknown, texts: readonly string[]): unknown {
  let next = 0;
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (typeof value === 'string') return STRANGERS.has(key) ? (texts[next++ % texts.length] ?? '') : value;
    if (typeof value !== 'object' || value === null) return value;
    // What an example says, and the draft's own record, are whole already.
    const whole = key === 'example' || key === 'examples' || key === 'draft';
    return whole ? value : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(record, '');
}

/** A run of many clusters, and a store of many drafts. */
export async function saveCrowd(store: Store, like: Run, crowd: { clusters: number; drafts: number }): Promise<Run> {
  const id = '2025-09-14T00-00-00Z';
  const clusters = Array.from({ length: crowd.clusters }, (_, n) => {
    const one = like.clusters[n % like.clusters.length];
    if (one === undefined) throw new Error('the run to be like has no clusters');
    const title = `${one.cluster.title} (${n + 1})`;
    return { ...one, cluster: { ...one.cluster, fingerprint: fingerprintOf(`crowd ${n}`), title } };
  });
  const run = Run.parse({ ...like, id, startedAt: '2025-09-14T00:00:00Z', clusters });
  await saveRun(store, run);
  const body = `## Impact\n\n${'Messages are lost. '.repeat(60)}`;
  const rows = Array.from({ length: crowd.drafts }, (_, n) => {
    const fingerprint = fingerprintOf(`crowd ${n % crowd.clusters}`);
    const draft = newIssue({ id: `${id}-${n + 1}`, run: id, fingerprint }, `Messages are lost (${n + 1})`, body);
    const { content, state } = draft;
    return {
      ...draft,
      number: 1_000 + n,
      content: JSON.stringify(content),
      status: state.status,
      state: JSON.stringify(state),
    };
  });
  // One by one they take longer than all the rest of the test.
  for (let n = 0; n < rows.length; n += 1_000) {
    await store.db
      .insertInto('drafts')
      .values(rows.slice(n, n + 1_000))
      .execute();
  }
  return run;
}

function newIssue(names: { id: string; run: string; fingerprint: string }, title: string, text: string): Draft {
  const body = `${text}\n\n${generateMarker({ fingerprint: names.fingerprint, run: names.run, draft: names.id })}\n`;
  const content = { action: 'create' as const, title, body, labels: ['P1'] };
  return {
    ...names,
    ...{ repository: 'netra-systems/netra-apex', priority: 'P1', title, content, hash: hashContent(content) },
    state: { status: 'pending' },
  };
}
