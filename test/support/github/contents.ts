import { repositoryName, repositoryUrl, type Scene, shaOf } from './answers.ts';
import { notFound } from './refusal.ts';
import type { Tracker } from './tracker.ts';

export const BRANCH = 'main';
/** Above it GitHub sends no content: https://docs.github.com/rest/repos/contents#get-repository-content */
const MOST_BYTES = 1_000_000;

/** A planted file, or a folder that holds some. */
export function contentsAnswer(scene: Scene, tracker: Tracker, { path, ref }: { path: string; ref: string | null }) {
  const wanted = ref === BRANCH ? null : ref;
  const there = tracker.sources.filter((source) => source.ref === wanted);
  const file = there.find((source) => source.path === path);
  if (file !== undefined) {
    const bytes = Buffer.from(file.text);
    const isSent = bytes.length <= MOST_BYTES;
    return {
      ...fileAnswer(scene, file),
      content: isSent ? `${bytes.toString('base64').replaceAll(/.{60}/g, '$&\n')}\n` : '',
      encoding: isSent ? 'base64' : 'none',
    };
  }
  const inside = there.filter((source) => source.path.startsWith(`${path}/`));
  if (inside.length === 0) throw notFound();
  const names = [...new Set(inside.map((source) => source.path.slice(path.length + 1).split('/')[0] ?? ''))].sort();
  return names.map((name) => {
    const below = there.find((source) => source.path === `${path}/${name}`);
    return below ? fileAnswer(scene, below) : entryAnswer(scene, `${path}/${name}`, ref, 'dir', '');
  });
}

/** A file as a folder lists it. */
export function fileAnswer(scene: Scene, { path, text, ref }: Tracker['sources'][number]) {
  return entryAnswer(scene, path, ref, 'file', text);
}

/** As git names what a file holds. */
export function shaOfFile(text: string): string {
  return shaOf(`blob ${Buffer.byteLength(text)}\0${text}`);
}

function entryAnswer(scene: Scene, path: string, ref: string | null, type: 'file' | 'dir', text: string) {
  const at = ref ?? BRANCH;
  const size = Buffer.byteLength(text);
  const sha = type === 'file' ? shaOfFile(text) : shaOf(`${at}:${path}`);
  const place = path.split('/').map(encodeURIComponent).join('/');
  const url = `${repositoryUrl(scene)}/contents/${place}?ref=${at}`;
  const repository = repositoryName(scene.tracker);
  const html_url = `https://github.com/${repository}/${type === 'file' ? 'blob' : 'tree'}/${at}/${place}`;
  const git_url = `${repositoryUrl(scene)}/git/${type === 'file' ? 'blobs' : 'trees'}/${sha}`;
  const download_url = type === 'file' ? `https://raw.githubusercontent.com/${repository}/${at}/${place}` : null;
  const _links = { self: url, git: git_url, html: html_url };
  return { name: path.split('/').at(-1) ?? '', path, sha, size, url, html_url, git_url, download_url, type, _links };
}
