import type { BlockContent, PhrasingContent } from 'mdast';
import { generateMarker } from '../github/marker.ts';
import { capitalised, count, formatMinute, formatMinutes, formatNumber } from '../wording/words.ts';
import { allowedLinksOf } from './allowed-links.ts';
import { evidenceBlock } from './evidence.ts';
import type { DraftInput } from './input.ts';
import { madeBy } from './made-by.ts';
import { paragraph, renderMarkdown, separated, strong, text } from './markdown.ts';
import { latestRevision, type News } from './news.ts';
import { proseLine } from './prose.ts';
import { inertCode } from './sanitise.ts';
import { exactError } from './technical-details.ts';

/**
 * The one comment of a draft, its marker included: what changed, how that is known, what next. Counts stand in it only
 * where it is the home of the evidence, on somebody else's issue that we write to for the first time.
 */
export function issueComment(
  input: DraftInput,
  news: News | null,
  home: 'evidence here' | 'evidence elsewhere',
): string {
  const { run, draftId, cluster } = input;
  const marker = generateMarker({
    fingerprint: cluster.fingerprint,
    run: run.id,
    draft: draftId,
    ...(news !== null && { news: news.key }),
  });
  const blocks = [
    renderMarkdown([whatChanged(input, news), ...whySame(input, news, home)]),
    ...(home === 'evidence here' ? [evidenceBlock(input)] : []),
    renderMarkdown([...nextAction(input), madeBy(input)]),
    marker,
  ];
  return `${blocks.map((block) => block.trim()).join('\n\n')}\n`;
}

function whatChanged(input: DraftInput, news: News | null): BlockContent {
  switch (news?.kind) {
    case 'regression':
      return paragraph(
        strong(news.fix === null ? 'Seen again.' : 'Back after the fix.'),
        text(' '),
        ...verdictReasons(input),
      );
    case 'escalation':
      return paragraph(strong(`More urgent: ${news.from} → ${news.to}.`), text(' '), ...seenSentence(input));
    case 'tenfold':
      return paragraph(
        strong('At least ten times as many.'),
        text(
          ` ${count(news.now, 'entry', 'entries')} in the busiest hour; ${formatNumber(news.before)} at most before. `,
        ),
        ...seenSentence(input),
      );
    case 'spread':
      return paragraph(
        strong(
          'On another service too: ',
          ...separated(
            news.services.map((name) => inertCode(name)),
            ', ',
          ),
          '.',
        ),
        text(' '),
        ...seenSentence(input),
      );
    case 'revision': {
      const { name, firstSeen, lastSeen, count: entries } = news.revision;
      return paragraph(
        strong('Also on a new revision.'),
        text(' '),
        inertCode(name),
        text(
          ` logged ${count(entries, 'entry', 'entries')} of it, first ${formatMinute(firstSeen)}, last ${formatMinute(lastSeen)}.`,
        ),
      );
    }
    case undefined:
      return paragraph(
        strong('Seen in the logs of ', inertCode(input.run.service), '.'),
        text(' '),
        ...seenSentence(input),
      );
  }
}

function verdictReasons(input: DraftInput): PhrasingContent[] {
  const reasons = input.decision.verdict?.reasons ?? [];
  const sentences = reasons.flatMap((reason) => [...proseLine(capitalised(reason), allowedLinksOf(input)), text('. ')]);
  return sentences.slice(0, -1).concat(text('.'));
}

function seenSentence({ cluster }: DraftInput): PhrasingContent[] {
  const { count: entries, firstSeen, lastSeen } = cluster.facts;
  const revision = latestRevision(cluster.facts);
  const when =
    entries === 1
      ? `One entry, ${formatMinute(firstSeen)}`
      : `${count(entries, 'entry', 'entries')}, ${formatMinutes(firstSeen, lastSeen)}`;
  if (revision === null) return [text(`${when}.`)];
  return [text(`${when}, ${entries === 1 ? '' : 'last '}on `), inertCode(revision.name), text('.')];
}

/** On an issue that carries our marker nobody asks; elsewhere a person has to be able to check. */
function whySame(input: DraftInput, news: News | null, home: 'evidence here' | 'evidence elsewhere'): BlockContent[] {
  const isKnown = input.investigation.search.marked === input.decision.issue;
  if (isKnown && news?.kind !== 'regression') return [];
  const error = [text('; the error is '), inertCode(exactError(input.cluster))];
  const because = isKnown
    ? [text('same message template and place as before')]
    : proseLine(input.investigation.report.decision.because, allowedLinksOf(input));
  const label = home === 'evidence here' && news === null ? 'Why here:' : 'Why this is the same problem:';
  return [paragraph(strong(label), text(' '), ...because, ...error, text('.'))];
}

function nextAction(input: DraftInput): BlockContent[] {
  const next = proseLine(input.investigation.report.prose.nextAction, allowedLinksOf(input));
  return next.length === 0 ? [] : [paragraph(strong('Next:'), text(' '), ...next)];
}
