import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Priority } from '../model/assessment.ts';
import type { Draft } from '../model/draft.ts';
import { UsageError } from '../model/errors.ts';
import { EditRequest } from '../review/requests.ts';
import { openReviewDeps } from './review-deps.ts';
import { refreshRuns, tell, withStore } from './with-drafts.ts';

interface EditOptions {
  readonly title?: string;
  readonly body?: string;
  readonly labels?: string;
  readonly priority?: string;
  readonly target?: string;
}

/** `drafts edit|restore`: a person's own words in the place of the agent's, and back. */
export function registerEdit(drafts: Command): void {
  drafts
    .command('edit')
    .description('change what a draft would post; without options in $VISUAL or $EDITOR')
    .argument('<id>')
    .option('--title <text>', 'title of a new issue')
    .option('--body <file>', 'Markdown of a new issue, or of the comment on a known one; - for stdin')
    .option('--labels <a,b>', 'labels to set')
    .option('--priority <P0-P3>', 'its label and its place in the title move with it')
    .option('--target <number|new>', 'another issue, or a new one: drafted anew for that')
    .action(async (id: string, options: EditOptions, command: Command) => {
      await withStore(command, async (store, context) => {
        const { requireDraft } = await import('../review/require-draft.ts');
        const { editDraft } = await import('../review/edit.ts');
        const before = await requireDraft(store, id);
        const given = { title: options.title, labels: labelsIn(options.labels), priority: options.priority };
        const whole = {
          seen: before.hash,
          ...given,
          target: targetIn(options.target),
          markdown: options.body === undefined ? undefined : await textIn(options.body),
        };
        const isBare = Object.keys(options).length === 0;
        const request = isBare ? { seen: before.hash, ...(await inEditor(before)) } : whole;
        const draft = await editDraft(id, checked(request), await openReviewDeps(store, context, tell));
        await refreshRuns([draft.run], store, context.worklogDir);
        if (context.json) process.stdout.write(`${JSON.stringify(draft)}\n`);
        tell(
          draft.hash === before.hash && draft.priority === before.priority
            ? `Nothing was changed in ${id}.`
            : `Edited ${id}; it waits for review. Look at it with: log-gardener drafts show ${id}`,
        );
      });
    });

  drafts
    .command('restore')
    .description('put back what was drafted before anybody edited it')
    .argument('<id>')
    .action(async (id: string, _options: unknown, command: Command) => {
      await withStore(command, async (store, context) => {
        const { requireDraft } = await import('../review/require-draft.ts');
        const { restoreDraft } = await import('../review/restore.ts');
        const { hash: seen } = await requireDraft(store, id);
        const draft = await restoreDraft(id, { seen }, { store, now: () => new Date().toISOString() });
        await refreshRuns([draft.run], store, context.worklogDir);
        if (context.json) process.stdout.write(`${JSON.stringify(draft)}\n`);
        tell(
          `Draft ${id} is as it was drafted${draft.hash === seen ? '; nobody had edited it' : ', and waits for review'}.`,
        );
      });
    });
}

/** What a person made of a draft in their editor: its title on the first line, where it has one, then the Markdown. */
export async function inEditor(draft: Draft): Promise<Pick<EditRequest, 'title' | 'markdown'>> {
  const { editableMarkdown } = await import('../review/editable.ts');
  const { editText } = await import('./editor.ts');
  const markdown = editableMarkdown(draft.content) ?? '';
  if (draft.content.action !== 'create') return { markdown: await editText(markdown, `${draft.id}.md`) };
  const text = await editText(`# ${draft.content.title}\n\n${markdown}\n`, `${draft.id}.md`);
  const [first = '', ...rest] = text.split('\n');
  if (!first.startsWith('# ')) {
    throw new UsageError('The first line has to be the title, behind "# ". Nothing was changed.');
  }
  return { title: first.slice(2), markdown: rest.join('\n').replace(/^\s*\n/, '') };
}

async function textIn(file: string): Promise<string> {
  if (file !== '-') {
    return readFile(file, 'utf8').catch((error: Error) => {
      throw new UsageError(`--body ${file} cannot be read: ${error.message}.`);
    });
  }
  const { text } = await import('node:stream/consumers');
  return text(process.stdin);
}

function labelsIn(list: string | undefined): string[] | undefined {
  return list
    ?.split(',')
    .map((label) => label.trim())
    .filter((label) => label !== '');
}

function targetIn(target: string | undefined): number | 'new' | undefined {
  if (target === undefined || target === 'new') return target;
  const number = Number(target.replace(/^#/, ''));
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new UsageError(`--target "${target}": give an issue's number, or the word new.`);
}

function checked(request: object): EditRequest {
  const parsed = EditRequest.safeParse(request);
  if (parsed.success) {
    const given = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
    return EditRequest.parse(Object.fromEntries(given));
  }
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  throw new UsageError(FITTING[field] ?? `--${field}: not understood.`);
}

/** What each field takes, as EditRequest checks it. */
const FITTING: Readonly<Record<string, string>> = {
  title: '--title: give at most 256 characters.',
  markdown: '--body: give at most 65,536 characters.',
  labels: '--labels: give at most 100 of them, each with 1 to 50 characters.',
  priority: `--priority: give one of ${Priority.options.join(', ')}.`,
};
