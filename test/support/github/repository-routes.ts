import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { labelAnswer, viewerAnswer } from './answers.ts';
import { commitAnswer, commitsOf, pullsOf } from './commits.ts';
import { contentsAnswer } from './contents.ts';
import { pageOf } from './pages.ts';
import { notFound, Refusal, validationFailed } from './refusal.ts';
import { fileAnswer, fullPullAnswer, fullRepositoryAnswer, mergeCommit, pullAnswer } from './repository-answers.ts';
import { findLabel, mergePull, type Pull } from './tracker.ts';
import { bodyOf, choiceOf, pullOf, refuseFilters, repositoryScene, sceneOf, type World } from './world.ts';

const NewLabel = z.looseObject({
  name: z.string(),
  color: z.string().nullish(),
  description: z.string().nullish(),
});

/** The token's owner, the repository, its labels and pull requests: https://docs.github.com/rest/pulls/pulls */
export function repositoryRoutes(world: World): Hono {
  const app = new Hono();
  const path = '/repos/:owner/:repo';

  app.get('/user', (c) => c.json(viewerAnswer(sceneOf(world, c))));
  app.get(path, (c) => c.json(fullRepositoryAnswer(repositoryScene(world, c))));

  app.get(`${path}/labels`, (c) => {
    const scene = repositoryScene(world, c);
    return c.json(pageOf(c, world.tracker.labels).map((label) => labelAnswer(scene, label)));
  });

  app.get(`${path}/labels/:name`, (c) => {
    const scene = repositoryScene(world, c);
    const label = findLabel(world.tracker, c.req.param('name'));
    if (label === undefined) throw notFound();
    return c.json(labelAnswer(scene, label));
  });

  app.post(`${path}/labels`, async (c) => {
    const scene = repositoryScene(world, c);
    const { name, color, description } = await bodyOf(c, NewLabel);
    refuseLabel(world, name, color ?? 'ededed');
    const label = { name, color: (color ?? 'ededed').toLowerCase(), description: description ?? null };
    world.tracker.labels.push(label);
    const answer = labelAnswer(scene, label);
    c.header('location', answer.url);
    return c.json(answer, 201);
  });

  app.get(`${path}/pulls`, (c) => {
    const scene = repositoryScene(world, c);
    refuseFilters(c, ['head', 'base']);
    const state = choiceOf(c, 'PullRequest', 'state', ['open', 'closed', 'all']);
    const sort = choiceOf(c, 'PullRequest', 'sort', ['created', 'updated']);
    const newest = sort === 'created' && c.req.query('direction') === undefined ? -1 : 1;
    const sign = c.req.query('direction') === 'desc' ? -1 : newest;
    const value = (pull: Pull) => Date.parse(sort === 'created' ? pull.created_at : pull.updated_at);
    const pulls = world.tracker.pulls
      .filter((pull) => pull.repository === null)
      .filter((pull) => state === 'all' || pull.state === state)
      .sort((a, b) => sign * (value(a) - value(b) || a.number - b.number));
    return c.json(pageOf(c, pulls).map((pull) => pullAnswer(scene, pull)));
  });

  app.get(`${path}/pulls/:number{[0-9]+}`, (c) => {
    const scene = repositoryScene(world, c);
    return c.json(fullPullAnswer(scene, pullOf(world, c)));
  });

  app.put(`${path}/pulls/:number{[0-9]+}/merge`, (c) => {
    repositoryScene(world, c);
    const pull = pullOf(world, c);
    if (pull.state !== 'open') throw new Refusal(405, 'Pull Request is not mergeable');
    mergePull(world.tracker, pull, world.now());
    return c.json({ sha: mergeCommit(pull.number), merged: true, message: 'Pull Request successfully merged' });
  });

  app.get(`${path}/pulls/:number{[0-9]+}/files`, (c) => {
    const scene = repositoryScene(world, c);
    const pull = pullOf(world, c);
    return c.json(pageOf(c, pull.files).map((file) => fileAnswer(scene, pull, file)));
  });

  // https://docs.github.com/rest/commits/commits#list-commits, of the files of planted commits
  app.get(`${path}/commits`, (c) => {
    const scene = repositoryScene(world, c);
    refuseFilters(c, ['sha', 'author', 'committer']);
    const commits = commitsOf(world.tracker, {
      path: c.req.query('path') ?? null,
      since: timeOf(c, 'since') ?? -Infinity,
      until: timeOf(c, 'until') ?? Infinity,
    });
    return c.json(pageOf(c, commits).map((commit) => commitAnswer(scene, commit)));
  });

  app.get(`${path}/commits/:sha/pulls`, (c) => {
    const scene = repositoryScene(world, c);
    const pulls = pullsOf(world.tracker, c.req.param('sha')).filter((pull) => pull.repository === null);
    return c.json(pageOf(c, pulls).map((pull) => pullAnswer(scene, pull)));
  });

  // https://docs.github.com/rest/repos/contents#get-repository-content, of planted files
  app.get(`${path}/contents/:path{.+}`, (c) =>
    c.json(
      contentsAnswer(repositoryScene(world, c), world.tracker, {
        path: decodeURIComponent(c.req.param('path')),
        ref: c.req.query('ref') ?? null,
      }),
    ),
  );

  return app;
}

function timeOf(c: Context, name: 'since' | 'until'): number | null {
  const given = c.req.query(name);
  if (given === undefined) return null;
  if (!z.iso.datetime({ offset: true }).safeParse(given).success) throw new Refusal(422, `Invalid ${name}`);
  return Date.parse(given);
}

function refuseLabel(world: World, name: string, color: string): void {
  const at = { resource: 'Label' };
  if (findLabel(world.tracker, name) !== undefined) {
    throw validationFailed({ ...at, field: 'name', code: 'already_exists' });
  }
  if (name.trim() === '') throw validationFailed({ ...at, field: 'name', code: 'missing_field' });
  if ([...name].length > 50) throw validationFailed({ ...at, field: 'name', code: 'invalid' });
  if (!/^[0-9a-f]{6}$/i.test(color)) throw validationFailed({ ...at, field: 'color', code: 'invalid' });
}
