import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { commentAnswer } from './answers.ts';
import { pageOf } from './pages.ts';
import { isTooLong, notFound, validationFailed } from './refusal.ts';
import { addComment, stamp, type Tracker, threadsHere } from './tracker.ts';
import { bodyOf, choiceOf, repositoryScene, sinceOf, threadOf, type World } from './world.ts';

const CommentBody = z.looseObject({ body: z.string() });

/** https://docs.github.com/rest/issues/comments */
export function commentRoutes(world: World): Hono {
  const app = new Hono();
  const path = '/repos/:owner/:repo/issues';

  app.get(`${path}/:number{[0-9]+}/comments`, (c) => {
    const scene = repositoryScene(world, c);
    const thread = threadOf(world, c);
    const since = sinceOf(c);
    const comments = thread.comments.filter((comment) => Date.parse(comment.updated_at) >= since);
    return c.json(pageOf(c, comments).map((comment) => commentAnswer(scene, thread, comment)));
  });

  app.post(`${path}/:number{[0-9]+}/comments`, async (c) => {
    const scene = repositoryScene(world, c);
    const thread = threadOf(world, c);
    const { body } = await bodyOf(c, CommentBody);
    refuseText(body);
    const answer = commentAnswer(scene, thread, addComment(world.tracker, thread, body, world.now()));
    c.header('location', answer.url);
    return c.json(answer, 201);
  });

  app.get(`${path}/comments`, (c) => {
    const scene = repositoryScene(world, c);
    const since = sinceOf(c);
    const sort = choiceOf(c, 'IssueComment', 'sort', ['created', 'updated']);
    // GitHub ignores the direction where no sort is given.
    const descending =
      c.req.query('sort') !== undefined && choiceOf(c, 'IssueComment', 'direction', ['desc', 'asc']) === 'desc';
    const time = sort === 'created' ? 'created_at' : 'updated_at';
    const found = everyComment(world.tracker)
      .filter(({ comment }) => Date.parse(comment.updated_at) >= since)
      .sort((a, b) => Date.parse(a.comment[time]) - Date.parse(b.comment[time]) || a.comment.id - b.comment.id);
    if (descending) found.reverse();
    return c.json(pageOf(c, found).map(({ thread, comment }) => commentAnswer(scene, thread, comment)));
  });

  app.get(`${path}/comments/:id{[0-9]+}`, (c) => {
    const scene = repositoryScene(world, c);
    const { thread, comment } = commentOf(world.tracker, c);
    return c.json(commentAnswer(scene, thread, comment));
  });

  app.patch(`${path}/comments/:id{[0-9]+}`, async (c) => {
    const scene = repositoryScene(world, c);
    const { thread, comment } = commentOf(world.tracker, c);
    const { body } = await bodyOf(c, CommentBody);
    refuseText(body);
    comment.body = body;
    comment.updated_at = stamp(world.now());
    thread.updated_at = comment.updated_at;
    return c.json(commentAnswer(scene, thread, comment));
  });

  return app;
}

function everyComment(tracker: Tracker) {
  return threadsHere(tracker).flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })));
}

function commentOf(tracker: Tracker, c: Context) {
  const found = everyComment(tracker).find(({ comment }) => comment.id === Number(c.req.param('id')));
  if (found === undefined) throw notFound();
  return found;
}

function refuseText(body: string): void {
  const at = { resource: 'IssueComment', field: 'data', code: 'unprocessable' };
  if (body.trim() === '') throw validationFailed({ ...at, message: 'Body cannot be blank' });
  if (isTooLong(body)) throw validationFailed({ ...at, message: 'Body is too long (maximum is 65536 characters)' });
}
