import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ConfigError } from '../model/errors.ts';
import { configJsonSchema } from './json-schema.ts';
import { problemsOf } from './problems.ts';
import { Config } from './schema.ts';
import { type Position, readYaml } from './yaml-file.ts';

const CONFIG_FILE = 'log-gardener.yaml';

/** Where the settings of a run come from. */
interface LoadedConfig {
  readonly config: Config;
  /** The file, absolute; null when there is none and every setting has its default. */
  readonly path: string | null;
  /** The folder that `.log-gardener/` and `worklogs/` belong to: the file's, else the working folder. */
  readonly directory: string;
}

/**
 * Reads the config: the given file (relative to `cwd`), else `log-gardener.yaml` in `cwd` or the nearest folder above
 * it that has one, up to the root of the Git repository and no further.
 * @throws ConfigError that names every problem with file, line, column and what to do.
 */
export async function loadConfig(path: string | null, cwd: string): Promise<LoadedConfig> {
  const file = path === null ? await findConfig(cwd) : resolve(cwd, path);
  if (file === null) return { config: Config.parse({}), path: null, directory: cwd };
  const name = relative(cwd, file);
  return { config: parseConfig(await readText(file, name), name), path: file, directory: dirname(file) };
}

/**
 * The text of a config file as settings.
 * @param name how errors call the file
 * @throws ConfigError
 */
export function parseConfig(text: string, name: string): Config {
  const file = readYaml(text);
  if (file.problems.length > 0) throw problemError(name, file.problems);
  // A file with nothing but comments is one without settings.
  const value = file.value ?? {};
  const parsed = Config.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues, value, configJsonSchema());
  throw problemError(
    name,
    problems.map(({ path, ...said }) => ({ position: file.positionOf(path), ...said })),
  );
}

/** What is wrong at a place of the file; `more` = lines that go on with the sentence. */
interface Placed {
  readonly position: Position;
  readonly sentence: string;
  readonly more?: readonly string[];
}

function problemError(name: string, problems: readonly Placed[]): ConfigError {
  const inOrder = problems.toSorted(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
  const lines = inOrder.flatMap(({ position, sentence, more = [] }) => [
    `${name}:${position.line}:${position.column} ${sentence}`,
    ...more.map((line) => `  ${line}`),
  ]);
  return new ConfigError(lines.map(printable).join('\n'));
}

/** Control characters and those that turn the direction of text, as escapes: errors are shown on a terminal. */
const printable = (text: string): string =>
  text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

async function readText(file: string, name: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new ConfigError(`${name} cannot be read (${reasonOf(cause)}). ${adviceFor(cause)}`, { cause });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new ConfigError(`${name} is not UTF-8 text. Save it as UTF-8.`, { cause });
  }
}

async function findConfig(cwd: string): Promise<string | null> {
  for (const directory of await foldersToSearch(resolve(cwd))) {
    const file = await fileIn(directory);
    if (file !== null) return file;
  }
  return null;
}

/** From the working folder up to the root of its repository. Outside of one, what lies above may belong to anybody. */
async function foldersToSearch(cwd: string): Promise<string[]> {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    folders.push(folder);
    if (await exists(join(folder, '.git'))) return folders;
    if (dirname(folder) === folder) return [cwd];
  }
}

async function fileIn(directory: string): Promise<string | null> {
  const file = join(directory, CONFIG_FILE);
  if (await exists(file)) return file;
  const misnamed = join(directory, 'log-gardener.yml');
  if (await exists(misnamed)) {
    throw new ConfigError(`${misnamed} is not read. Rename it to ${CONFIG_FILE}.`);
  }
  return null;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw new ConfigError(`${path} cannot be looked at (${reasonOf(error)}). Check who may read it.`, { cause: error });
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'not allowed';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

const adviceFor = (error: unknown): string =>
  codeOf(error) === 'ENOENT'
    ? 'Give another with --config, or write one with `log-gardener init`.'
    : 'Give a readable file with --config.';
