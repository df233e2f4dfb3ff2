import { Hono } from 'hono';
import { z } from 'zod';
import { nodeId, repositoryName, repositoryUrl, type Scene, shaOf } from './answers.ts';
import { BRANCH, fileAnswer, shaOfFile } from './contents.ts';
import { notFound, Refusal } from './refusal.ts';
import { stamp, type Tracker } from './tracker.ts';
import { bodyOf, repositoryScene, type World } from './world.ts';

const NewRef = z.looseObject({ ref: z.string(), sha: z.string() });
const NewContents = z.looseObject({
  message: z.string(),
  content: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
});

/** Branches, and files that are written to them: https://docs.github.com/rest/git/refs, /rest/repos/contents */
export function branchRoutes(world: World): Hono {
  const app = new Hono();
  const path = '/repos/:owner/:repo';
  const { tracker } = world;

  app.get(`${path}/git/ref/:ref{.+}`, (c) => {
    const scene = repositoryScene(world, c);
    const branch = decodeURIComponent(c.req.param('ref')).replace(/^heads\//, '');
    if (!isBranch(tracker, branch)) throw notFound();
    return c.json(refAnswer(scene, branch));
  });

  app.post(`${path}/git/refs`, async (c) => {
    const scene = repositoryScene(world, c);
    requireWriter(tracker);
    const { ref, sha } = await bodyOf(c, NewRef);
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
    if (branch === undefined) throw new Refusal(422, `${ref} is not a valid ref name.`);
    if (isBranch(tracker, branch)) throw new Refusal(422, 'Reference already exists');
    const from = [BRANCH, ...tracker.branches.map(({ name }) => name)].find((one) => headOf(tracker, one) === sha);
    if (from === undefined) throw new Refusal(422, 'Object does not exist');
    const own = from === BRANCH ? null : from;
    const copied = tracker.sources.filter((source) => source.ref === own).map((source) => ({ ...source, ref: branch }));
    tracker.branches.push({ name: branch, commits: 0 });
    tracker.sources.push(...copied);
    return c.json(refAnswer(scene, branch), 201);
  });

  app.put(`${path}/contents/:path{.+}`, async (c) => {
    const scene = repositoryScene(world, c);
    requireWriter(tracker);
    const file = decodeURIComponent(c.req.param('path'));
    const { message, content, sha, branch = BRANCH } = await bodyOf(c, NewContents);
    if (!isBranch(tracker, branch)) throw new Refusal(404, `Branch ${branch} not found`);
    const ref = branch === BRANCH ? null : branch;
    const before = tracker.sources.find((source) => source.path === file && source.ref === ref);
    const text = Buffer.from(content, 'base64').toString('utf8');
    if (before !== undefined && sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
    const is = before === undefined ? null : shaOfFile(before.text);
    if (sha !== undefined && sha !== is) throw new Refusal(409, `${file} does not match ${sha}`);
    const after = { path: file, text, ref };
    tracker.sources = [...tracker.sources.filter((source) => source !== before), after];
    const place = tracker.branches.find(({ name }) => name === branch);
    if (place !== undefined) place.commits += 1;
    const commit = commitAnswer(scene, branch, message, stamp(world.now()));
    return c.json({ content: fileAnswer(scene, after), commit }, before === undefined ? 201 : 200);
  });

  return app;
}

/** Of those who may only read, GitHub says so. */
function requireWriter({ contents }: Tracker): void {
  if (contents === 'read') throw new Refusal(403, 'Resource not accessible by personal access token');
}

function isBranch({ branches }: Tracker, branch: string): boolean {
  return branch === BRANCH || branches.some(({ name }) => name === branch);
}

function headOf({ branches }: Tracker, branch: string): string {
  const commits = branches.find(({ name }) => name === branch)?.commits ?? 0;
  return commits === 0 ? shaOf('head of main') : shaOf(`commit ${commits} of ${branch}`);
}

function refAnswer(scene: Scene, branch: string) {
  const ref = `refs/heads/${branch}`;
  const sha = headOf(scene.tracker, branch);
  const url = `${repositoryUrl(scene)}/git/${ref}`;
  const object = { sha, type: 'commit', url: `${repositoryUrl(scene)}/git/commits/${sha}` };
  return { ref, node_id: nodeId('Ref', ref), url, object };
}

function commitAnswer(scene: Scene, branch: string, message: string, date: string) {
  const sha = headOf(scene.tracker, branch);
  const url = `${repositoryUrl(scene)}/git/commits/${sha}`;
  const html_url = `https://github.com/${repositoryName(scene.tracker)}/commit/${sha}`;
  const who = { date, name: scene.tracker.viewer, email: `${scene.tracker.viewer}@users.noreply.github.com` };
  const tree = { sha: shaOf(`tree of ${sha}`), url: `${repositoryUrl(scene)}/git/trees/${shaOf(`tree of ${sha}`)}` };
  const verification = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
  const named = { sha, node_id: nodeId('Commit', sha), url, html_url };
  return { ...named, author: who, committer: who, tree, message, parents: [], verification };
}
