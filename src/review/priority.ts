import type { Config } from '../config/schema.ts';
import { labelsForNewIssue, outdatedLabels } from '../draft/labels.ts';
import { isOurBody } from '../draft/news.ts';
import { refillTitle } from '../draft/title.ts';
import { PRIORITIES, type Priority } from '../model/assessment.ts';
import type { Draft, DraftContent } from '../model/draft.ts';
import type { FirstDraft } from '../store/edits.ts';
import type { ReviewDeps } from './deps.ts';
import { findCluster } from './find-cluster.ts';

/**
 * The draft at another priority: its label moves with it, and so does the priority that the template put into the title.
 * On an issue that is there, the labels of other priorities that we set ourselves go, and its title moves where it is ours.
 */
export async function withPriority(
  priority: Priority,
  draft: Draft,
  { store, config }: ReviewDeps,
): Promise<FirstDraft> {
  const found = await findCluster(store, draft);
  const service = found?.run.service ?? config.service;
  const { title, content } = draft;
  const labels = moveLabels(content.labels, priority, config, service);
  if (content.action === 'create') {
    const moved = refillTitle(content.title, config.issue.title, { priority }) ?? content.title;
    return {
      title: moved,
      priority,
      content: { ...content, title: moved, labels, body: sayPriority(content.body, draft.priority, priority) },
    };
  }
  const investigation = found?.triaged.investigation ?? null;
  const target = investigation?.target?.issue.number === content.issue ? investigation.target : null;
  const outdated = outdatedLabels({ config, run: { service } }, target?.ownLabels ?? [], labels);
  const { outdatedLabels: _, title: drafted, ...rest } = content;
  const from = drafted?.from ?? title;
  const remembered = investigation?.search.remembered?.issue ?? null;
  const isOurs = drafted !== undefined || (target !== null && isOurBody(target, draft.fingerprint, remembered));
  const to = isOurs ? (refillTitle(drafted?.to ?? from, config.issue.title, { priority }) ?? from) : from;
  const changed: DraftContent = {
    ...rest,
    comment: content.comment && sayPriority(content.comment, draft.priority, priority),
    labels,
    ...(outdated.length > 0 && { outdatedLabels: outdated }),
    ...(to !== from && { title: { from, to } }),
  };
  return { title, priority, content: changed };
}

/** The labels that the config makes of a priority stand where those of any other stood, or last. */
function moveLabels(
  labels: readonly string[],
  priority: Priority,
  { issue }: Pick<Config, 'issue'>,
  service: string,
): string[] {
  const templates = issue.labels.filter((template) => template.includes('{priority}'));
  const of = (one: Priority): string[] => labelsForNewIssue(templates, { priority: one, service });
  const all = new Set(PRIORITIES.flatMap(of));
  const at = labels.findIndex((label) => all.has(label));
  const others = labels.filter((label) => !all.has(label));
  const place = at === -1 ? others.length : at;
  return [...others.slice(0, place), ...of(priority), ...others.slice(place)];
}

/** The line that says how it was made gives the reasons of the priority that it was drafted with. */
function sayPriority(text: string, from: Priority, to: Priority): string {
  const lines = text.split('\n').map((line) => {
    if (!line.startsWith('<sub>Drafted by ')) return line;
    return line.includes(SET)
      ? line.replace(/: P\d(?=, set in review)/, `: ${to}`)
      : line.replace(`: ${from}`, `: ${to}${SET} ${from}`);
  });
  return lines.join('\n');
}

const SET = ', set in review, drafted as';
