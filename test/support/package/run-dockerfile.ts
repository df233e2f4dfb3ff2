/**
 * Carries out a Dockerfile without Docker: each stage is a folder, COPY and RUN happen in it. It knows the instructions
 * that ours uses, and refuses every other. What npm would fetch comes from the checkout's node_modules.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { linkPath, linkTree } from './link-tree.ts';
import { productionPackages } from './production-packages.ts';

export interface BuiltImage {
  /** The folder that stands for `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  /** `uid:gid` */
  readonly user: string;
  /** With paths of the image. */
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly healthcheck: readonly string[];
}

type Stage = { -readonly [Key in keyof BuiltImage]: BuiltImage[Key] };

const Words = z.array(z.string()).min(1);

/** @param folder where the stages are put; empty, outside of the checkout */
export function runDockerfile(checkout: string, folder: string): BuiltImage {
  const stages = new Map<string, Stage>();
  let stage: Stage | null = null;
  for (const { instruction, rest } of instructionsIn(readFileSync(join(checkout, 'Dockerfile'), 'utf8'))) {
    if (instruction === 'FROM') {
      const [image = '', name = `stage-${stages.size}`] = rest.split(/ AS /i);
      stage = beginStage(join(folder, name), image);
      stages.set(name, stage);
      continue;
    }
    if (stage === null) throw new Error(`${instruction} comes before FROM.`);
    carryOut(stage, instruction, rest, { checkout, stages });
  }
  if (stage === null) throw new Error('The Dockerfile is empty.');
  return stage;
}

/** Comments gone, lines that end with a backslash put together. */
function instructionsIn(text: string): { instruction: string; rest: string }[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, instruction = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
      return { instruction: instruction.toUpperCase(), rest: rest.trim() };
    });
}

/** What is used of the base image: Node, of the version that its name says. */
function beginStage(root: string, image: string): Stage {
  if (!image.startsWith(`node:${process.versions.node}-`)) {
    throw new Error(`The image ${image} has another Node than this one, ${process.versions.node}.`);
  }
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  linkPath(process.execPath, join(root, 'usr/local/bin/node'));
  return { root, workdir: '/', env: {}, user: '0:0', entrypoint: [], cmd: [], healthcheck: [] };
}

interface Surroundings {
  readonly checkout: string;
  readonly stages: ReadonlyMap<string, Stage>;
}

function carryOut(stage: Stage, instruction: string, rest: string, { checkout, stages }: Surroundings): void {
  switch (instruction) {
    case 'WORKDIR':
      stage.workdir = resolve(stage.workdir, rest);
      mkdirSync(join(stage.root, stage.workdir), { recursive: true });
      return;
    case 'ENV': {
      const [name = '', value = ''] = rest.split('=');
      stage.env = { ...stage.env, [name]: value };
      return;
    }
    case 'COPY':
      copy(stage, rest, checkout, stages);
      return;
    case 'RUN':
      run(stage, rest, checkout);
      return;
    case 'USER':
      stage.user = rest;
      return;
    case 'VOLUME':
      if (!existsSync(join(stage.root, rest))) throw new Error(`There is no folder ${rest} for VOLUME.`);
      return;
    case 'HEALTHCHECK':
      stage.healthcheck = Words.parse(JSON.parse(rest.replace(/^.*?CMD /, '')));
      return;
    case 'ENTRYPOINT':
      stage.entrypoint = Words.parse(JSON.parse(rest));
      return;
    case 'CMD':
      stage.cmd = Words.parse(JSON.parse(rest));
      return;
    default:
      throw new Error(`run-dockerfile.ts does not know ${instruction}.`);
  }
}

function copy(stage: Stage, rest: string, checkout: string, stages: ReadonlyMap<string, Stage>): void {
  const words = rest.split(/\s+/);
  const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1];
  const paths = from === undefined ? words : words.slice(1);
  const target = join(stage.root, resolve(stage.workdir, paths.at(-1) ?? ''));
  for (const path of paths.slice(0, -1)) {
    const source = from === undefined ? inContext(checkout, path) : join(stages.get(from)?.root ?? '', path);
    const isFolder = lstatSync(source).isDirectory();
    const to = isFolder || !rest.endsWith('/') ? target : join(target, path.split('/').at(-1) ?? '');
    mkdirSync(dirname(to), { recursive: true });
    // Between stages nothing is changed any more; a build may write over what came from the checkout.
    if (from !== undefined && isFolder) linkTree(source, to);
    else cpSync(source, to, { recursive: true, verbatimSymlinks: true });
  }
}

/** A file of the checkout that Docker would be sent. */
function inContext(checkout: string, path: string): string {
  const sent = readFileSync(join(checkout, '.dockerignore'), 'utf8').split('\n');
  const isSent = sent.some((line) => line.startsWith('!') && matches(line.slice(1), path));
  if (sent[0] !== '*' || !isSent) throw new Error(`.dockerignore keeps ${path} from Docker.`);
  return join(checkout, path);
}

function matches(pattern: string, path: string): boolean {
  const [head = '', tail] = pattern.split('*');
  return tail === undefined ? pattern === path : path.startsWith(head) && path.endsWith(tail);
}

function run(stage: Stage, command: string, checkout: string): void {
  const cwd = join(stage.root, stage.workdir);
  const modules = join(cwd, 'node_modules');
  if (command === 'npm ci --ignore-scripts') {
    symlinkSync(join(checkout, 'node_modules'), modules);
    return;
  }
  if (command === 'npm prune --omit=dev --ignore-scripts') {
    // A new folder with what npm would leave there.
    rmSync(modules);
    for (const { path } of productionPackages(checkout)) {
      linkTree(join(checkout, path), join(cwd, path), (name) => name !== 'node_modules');
    }
    return;
  }
  const PATH = `${join(stage.root, 'usr/local/bin')}:${process.env.PATH ?? ''}`;
  execFileSync('sh', ['-c', command], { cwd, env: { ...process.env, ...stage.env, PATH }, stdio: 'pipe' });
}
