import { diffArrays } from 'diff';
import { readEvidenceBlock } from '../github/evidence-block.ts';
import { backingOf } from '../investigate/backing.ts';
import { checkProse } from '../investigate/claims/check-prose.ts';
import { suspectBacking } from '../investigate/claude/judge-report.ts';
import type { Claim } from '../model/claim.ts';
import type { Draft } from '../model/draft.ts';
import { editOf } from '../store/edits.ts';
import { getTranscript } from '../store/transcripts.ts';
import type { ReviewDeps } from './deps.ts';
import { editableMarkdown } from './editable.ts';
import { findCluster } from './find-cluster.ts';

/** A claim of a draft's text as it stands now that nothing backs. */
export type UnbackedClaim = Pick<Claim, 'text' | 'kind' | 'because'>;

/**
 * The claims of a draft as it stands now that nothing backs: of the agent's prose those that were found then and still
 * stand there, of a person's words every one that neither evidence, config nor what was looked up says. It refuses
 * nothing: a person may know more than the log.
 *
 * @returns null when that cannot be told: the run is gone, or the draft tells of a recovery
 */
export async function unbackedClaims(draft: Draft, { store, config }: ReviewDeps): Promise<UnbackedClaim[] | null> {
  const found = await findCluster(store, draft);
  const investigation = found?.triaged.investigation ?? null;
  if (found === null || investigation === null) return null;
  const text = editableMarkdown(draft.content) ?? '';
  const shown = plain(text);
  const said = investigation.claims.filter(
    ({ because, cut, text: claimed }) => because !== null && !cut && shown.includes(plain(claimed)),
  );
  const edit = await editOf(store, draft.id);
  if (edit === null) return said;
  const { cluster, assessment } = found.triaged;
  const turns = (await getTranscript(store, { run: draft.run, fingerprint: draft.fingerprint }))?.turns ?? [];
  const backing = [
    ...backingOf(cluster, assessment, investigation.search, investigation.target?.fix ?? null, config.sourceRoots),
    ...investigation.suspects.flatMap(suspectBacking),
    ...turns.flatMap(({ reply }) => reply?.backing ?? []),
  ];
  const title = draft.title === edit.original.title ? '' : draft.title;
  const typed = typedLines(text, editableMarkdown(edit.original.content) ?? '');
  const { unbacked } = checkProse({ ...NO_PROSE, impact: title, analysis: typed }, backing);
  return [...said, ...unbacked];
}

const NO_PROSE = { impact: '', currentBehaviour: '', expectedBehaviour: '', analysis: '', nextAction: '' };

/** Markdown escapes and code type say nothing of whether it is the same claim. */
function plain(text: string): string {
  return text.replaceAll(/[\\`]/g, '').replaceAll(/\s+/g, ' ');
}

/** The lines that a person wrote or changed; what code counted is not theirs. */
function typedLines(now: string, first: string): string {
  const evidence = readEvidenceBlock(now);
  const own = evidence === null ? now : now.replace(evidence, () => '');
  const parts = diffArrays(first.split('\n'), own.split('\n'));
  return parts.flatMap(({ added, value }) => (added ? value : [])).join('\n');
}
