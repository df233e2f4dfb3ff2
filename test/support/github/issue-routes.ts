import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { issueAnswer, labelAnswer } from './answers.ts';
import { pageOf } from './pages.ts';
import { isTooLong, notFound, Refusal, validationFailed } from './refusal.ts';
import { timelineAnswer } from './timeline.ts';
import {
  changeIssue,
  createIssue,
  findLabel,
  type Issue,
  isPull,
  type Pull,
  setLabels,
  type Tracker,
  threadsHere,
} from './tracker.ts';
import {
  bodyOf,
  choiceOf,
  MOVED_REPOSITORY,
  refuseFilters,
  repositoryScene,
  sceneOf,
  sinceOf,
  threadOf,
  type World,
} from './world.ts';

const LabelName = z
  .union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)])
  .refine((name) => name.length <= 50, 'a label name has at most 50 characters');
const NewIssue = z.looseObject({
  title: z.string(),
  body: z.string().nullish(),
  labels: z.array(LabelName).nullish(),
});
const IssueChange = z.looseObject({
  title: z.string().nullish(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
  labels: z.array(LabelName).nullish(),
});
const NewLabels = z.union([
  z.looseObject({ labels: z.array(LabelName) }).transform(({ labels }) => labels),
  z.array(LabelName),
]);

/** https://docs.github.com/rest/issues/issues, /rest/issues/timeline, and the labels of an issue */
export function issueRoutes(world: World): Hono {
  const app = new Hono();
  const path = '/repos/:owner/:repo/issues';

  app.get(path, (c) => {
    const scene = repositoryScene(world, c);
    const threads = listThreads(world.tracker, c);
    return c.json(pageOf(c, threads).map((thread) => issueAnswer(scene, thread)));
  });

  app.post(path, async (c) => {
    const scene = repositoryScene(world, c);
    const { title, body, labels } = await bodyOf(c, NewIssue);
    refuseText(title, body ?? '');
    const issue = createIssue(world.tracker, { title, body: body ?? '', labels: labels ?? [] }, world.now());
    const answer = issueAnswer(scene, issue);
    c.header('location', answer.url);
    return c.json(answer, 201);
  });

  app.get(`${path}/:number{[0-9]+}`, (c) => {
    const scene = repositoryScene(world, c);
    return c.json(issueAnswer(scene, threadOf(world, c)));
  });

  // Where a transferred issue is now: in a repository of the same owner that nothing else is known of.
  app.get(`/repositories/${MOVED_REPOSITORY}/issues/:number{[0-9]+}`, (c) => {
    const scene = sceneOf(world, c);
    const issue = world.tracker.issues.find((one) => one.number === Number(c.req.param('number')));
    if (issue?.gone !== 'transferred') throw notFound();
    const { repository } = world.tracker;
    const elsewhere = { ...world.tracker, repository: { ...repository, name: `${repository.name}-moved` } };
    return c.json(issueAnswer({ ...scene, tracker: elsewhere }, issue));
  });

  app.patch(`${path}/:number{[0-9]+}`, async (c) => {
    const scene = repositoryScene(world, c);
    const thread = threadOf(world, c);
    if (isPull(thread)) throw new Refusal(501, 'The scenario server does not change pull requests');
    const { title, body, labels, ...rest } = await bodyOf(c, IssueChange);
    refuseText(title ?? thread.title, body ?? '');
    const change = { title: title ?? undefined, body: body ?? undefined, labels: labels ?? undefined, ...rest };
    changeIssue(world.tracker, thread, change, world.now());
    return c.json(issueAnswer(scene, thread));
  });

  app.get(`${path}/:number{[0-9]+}/labels`, (c) => {
    const scene = repositoryScene(world, c);
    const labels = labelsOf(world.tracker, threadOf(world, c));
    return c.json(pageOf(c, labels).map((label) => labelAnswer(scene, label)));
  });

  app.post(`${path}/:number{[0-9]+}/labels`, async (c) => {
    const scene = repositoryScene(world, c);
    const thread = threadOf(world, c);
    const added = await bodyOf(c, NewLabels);
    setLabels(world.tracker, thread, [...thread.labels, ...added], world.now());
    return c.json(labelsOf(world.tracker, thread).map((label) => labelAnswer(scene, label)));
  });

  app.delete(`${path}/:number{[0-9]+}/labels/:name`, (c) => {
    const scene = repositoryScene(world, c);
    const thread = threadOf(world, c);
    const name = c.req.param('name').toLowerCase();
    const left = thread.labels.filter((label) => label.toLowerCase() !== name);
    if (left.length === thread.labels.length) throw new Refusal(404, 'Label does not exist');
    setLabels(world.tracker, thread, left, world.now());
    return c.json(labelsOf(world.tracker, thread).map((label) => labelAnswer(scene, label)));
  });

  app.get(`${path}/:number{[0-9]+}/timeline`, (c) => {
    const scene = repositoryScene(world, c);
    return c.json(pageOf(c, timelineAnswer(scene, threadOf(world, c))));
  });

  return app;
}

/** As GitHub lists: pull requests among the issues, newest first, open ones unless told otherwise. */
function listThreads(tracker: Tracker, c: Context): (Issue | Pull)[] {
  refuseFilters(c, ['assignee', 'mentioned', 'milestone', 'type']);
  const state = choiceOf(c, 'Issue', 'state', ['open', 'closed', 'all']);
  const sort = choiceOf(c, 'Issue', 'sort', ['created', 'updated', 'comments']);
  const sign = choiceOf(c, 'Issue', 'direction', ['desc', 'asc']) === 'desc' ? -1 : 1;
  const since = sinceOf(c);
  const creator = c.req.query('creator')?.toLowerCase();
  const wanted = (c.req.query('labels') ?? '')
    .split(',')
    .map((label) => label.trim().toLowerCase())
    .filter((label) => label !== '');
  const value = (thread: Issue | Pull) =>
    sort === 'comments'
      ? thread.comments.length
      : Date.parse(sort === 'created' ? thread.created_at : thread.updated_at);
  return threadsHere(tracker)
    .filter((thread) => state === 'all' || thread.state === state)
    .filter((thread) => creator === undefined || thread.author.toLowerCase() === creator)
    .filter((thread) => Date.parse(thread.updated_at) >= since)
    .filter((thread) => wanted.every((label) => thread.labels.some((one) => one.toLowerCase() === label)))
    .sort((a, b) => sign * (value(a) - value(b) || a.number - b.number));
}

function refuseText(title: string, body: string): void {
  const at = { resource: 'Issue', field: 'title' };
  if (title.trim() === '') throw validationFailed({ ...at, code: 'missing_field' });
  if (isTooLong(title, 256)) {
    throw validationFailed({ ...at, code: 'custom', message: 'title is too long (maximum is 256 characters)' });
  }
  if (isTooLong(body)) {
    const message = 'body is too long (maximum is 65536 characters)';
    throw validationFailed({ resource: 'Issue', field: 'body', code: 'custom', message });
  }
}

function labelsOf(tracker: Tracker, thread: Issue | Pull) {
  return thread.labels.map((name) => {
    const label = findLabel(tracker, name);
    if (label === undefined) throw notFound();
    return label;
  });
}
