import { issueName } from '../wording/issue-name.ts';
import type { NamedIssue } from '../worklog/outcome.ts';
import type { Digest, DigestLine } from './digest.ts';

/** More lines than this nobody reads in a chat. */
const MOST_LINES = 10;

/**
 * The digest as an incoming webhook of Slack takes it; Mattermost, Rocket.Chat and Discord (address with `/slack` at its
 * end) take the same. https://docs.slack.dev/messaging/formatting-message-text
 */
export function chatMessage(digest: Digest): { text: string; unfurl_links: false; unfurl_media: false } {
  const sections = [
    section('Posted', digest.posted),
    section('Waiting for review', digest.waiting),
    section('Failed', digest.failed),
    ...(digest.warnings.length > 0
      ? [`*Warnings*\n${capped(digest.warnings.map((one) => `• ${escapeChat(one)}`))}`]
      : []),
  ];
  const text = [`*log-gardener: ${escapeChat(digest.headline)}*\n${escapeChat(digest.about)}`, ...sections]
    .filter((part) => part !== '')
    .join('\n\n');
  return { text, unfurl_links: false, unfurl_media: false };
}

function section(title: string, lines: readonly DigestLine[]): string {
  return lines.length === 0 ? '' : `*${title}*\n${capped(lines.map(lineOf))}`;
}

function lineOf({ priority, words, issue, title, counted }: DigestLine): string {
  const number = issue === null ? '' : issueLink(issue);
  const entries = counted === '' ? '' : `(${counted})`;
  return ['•', priority, words, number, escapeChat(title), entries].filter((part) => part !== '').join(' ');
}

function issueLink({ number, url, repository }: NamedIssue): string {
  const name = issueName(number, repository);
  return url !== null && /^https?:\/\/[^\s<>|]+$/.test(url) ? `<${url}|${name}>` : name;
}

function capped(lines: readonly string[]): string {
  const over = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(over > 0 ? [`• and ${over} more`] : [])].join('\n');
}

/** Stops `<!channel>`, links and e-mail addresses of a stranger's making: only these three characters are special. */
function escapeChat(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
