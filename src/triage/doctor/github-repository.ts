import { z } from 'zod';
import { joinWords } from '../../wording/words.ts';
import { type Check, type Finding, ok, skipped, warning, wrong } from './finding.ts';
import { needsToken, obstacleIn, type Viewer } from './github-viewer.ts';

/** The repository as GitHub describes it, as far as it is looked at. */
export const Repository = z.looseObject({
  full_name: z.string(),
  private: z.boolean(),
  archived: z.boolean().default(false),
  has_issues: z.boolean().default(true),
  default_branch: z.string().optional(),
  /** What the token's owner may do; GitHub leaves it out for some tokens. */
  permissions: z.looseObject({ triage: z.boolean().optional(), push: z.boolean().optional() }).optional(),
});
export type Repository = z.infer<typeof Repository>;

interface Where {
  /** owner/name; empty when none is configured, null when the config cannot be read. */
  readonly repository: string | null;
  readonly allowPublic: boolean;
}

/** Is the repository there, does it take issues, and may logs go there? */
export function githubRepositoryCheck(viewer: () => Promise<Viewer>, where: Where): Check {
  return { name: 'github.repository', title: 'repository', examine: () => look(viewer, where) };
}

/** Why nothing can be asked about the repository; null when it can. */
export function whyNoRepository(repository: string | null): Finding | null {
  if (repository === null) return skipped('the config says it, and cannot be used');
  return repository === '' ? skipped('none is set, see target') : null;
}

async function look(viewer: () => Promise<Viewer>, { repository, allowPublic }: Where): Promise<Finding> {
  const nothing = whyNoRepository(repository);
  if (nothing !== null) return nothing;
  const known = await viewer();
  if (known.kind === 'unknown') return needsToken();
  const reply = await known.probe.ask(`/repos/${repository}`);
  const obstacle = obstacleIn(reply, known.probe.origin);
  if (obstacle !== null) return obstacle;
  const found = reply.kind === 'answer' && reply.status === 200 ? Repository.safeParse(reply.body) : null;
  if (!found?.success) {
    return wrong(
      `${repository} is not there, or not for this token`,
      'Check the name. Of a private repository GitHub says the same when the token has no access to it.',
    );
  }
  return judge(found.data, `${repository}`, allowPublic);
}

function judge(found: Repository, asked: string, allowPublic: boolean): Finding {
  const problems = problemsOf(found, allowPublic);
  if (problems.length > 0) {
    return wrong(
      `${found.full_name} ${joinWords(problems.map(({ says }) => says))}`,
      problems.map(({ mend }) => mend).join('\n'),
    );
  }
  if (found.full_name.toLowerCase() !== asked.toLowerCase()) {
    return warning(`${asked} is called ${found.full_name} now`, `Set repository: ${found.full_name} in the config.`);
  }
  return ok(`${found.full_name}, ${found.private ? 'private' : 'public, which github.allowPublic allows'}`);
}

function problemsOf(found: Repository, allowPublic: boolean): { says: string; mend: string }[] {
  return [
    ...(found.archived
      ? [
          {
            says: 'is archived: nobody can write there',
            mend: 'Unarchive it in its settings, or set another repository.',
          },
        ]
      : []),
    ...(found.has_issues
      ? []
      : [{ says: 'has issues turned off', mend: 'Turn on Issues under Features in its settings.' }]),
    ...(found.private || allowPublic
      ? []
      : [
          {
            says: 'is public, where logs of a private service do not belong by accident',
            mend: 'If they do, set github.allowPublic: true in the config; else set a private repository.',
          },
        ]),
  ];
}
