import picomatch from 'picomatch';
import type { ComponentConfig, Config } from './schema.ts';

/** What a cluster touches, as its entries tell: module names, source files and stack frames, whole messages. */
interface Touched {
  readonly modules: readonly string[];
  readonly paths: readonly string[];
  readonly messages: readonly string[];
}

interface ComponentMatch {
  readonly component: ComponentConfig;
  /** For example `module netra_backend.app.websocket_core.handlers`. */
  readonly because: string;
}

/**
 * The configured components that a cluster touches, in the order of the config, each once and with one reason:
 * a module before a path before a message, so that the answer does not depend on the order of the input.
 */
export function matchComponents(config: Pick<Config, 'components'>, touched: Touched): ComponentMatch[] {
  const found: ComponentMatch[] = [];
  for (const component of config.components) {
    const because = reasonFor(component, touched);
    if (because !== null) found.push({ component, because });
  }
  return found;
}

function reasonFor(component: ComponentConfig, { modules, paths, messages }: Touched): string | null {
  const module = smallest(modules, matcherOf(component.modules.map(asPath)), asPath);
  if (module !== null) return `module ${module}`;
  const path = smallest(paths, matcherOf(component.paths), (name) => name);
  if (path !== null) return `path ${path}`;
  const glob = component.messages.find((candidate) => messages.some((message) => messageMatches(candidate, message)));
  return glob === undefined ? null : `message like ${glob}`;
}

/** In a dotted module name the dot separates, so `a.b.*` is one level and `a.b.**` all of them. */
const asPath = (name: string): string => name.replaceAll('.', '/');

/** Names come from log entries; a longer one is nobody's module, and would cost time where a glob has many stars. */
const LONGEST_NAME = 512;

function matcherOf(globs: readonly string[]): (name: string) => boolean {
  if (globs.length === 0) return () => false;
  const matches = picomatch([...globs], { dot: true, nonegate: true, noextglob: true, windows: false });
  return (name) => name.length <= LONGEST_NAME && matches(name);
}

function smallest(
  names: readonly string[],
  matches: (name: string) => boolean,
  written: (name: string) => string,
): string | null {
  let least: string | null = null;
  for (const name of names) {
    if ((least === null || name < least) && matches(written(name))) least = name;
  }
  return least;
}

/**
 * Whether a glob covers a whole message, upper and lower case alike. Only `*` is special; it stands for text of
 * every kind, `/` and line breaks too. Searches each piece between stars from the left, once: no message can make it slow.
 */
export function messageMatches(glob: string, message: string): boolean {
  const text = message.toLowerCase();
  const pieces = glob.toLowerCase().split('*');
  const first = pieces.shift() ?? '';
  const last = pieces.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of pieces) {
    const at = text.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
