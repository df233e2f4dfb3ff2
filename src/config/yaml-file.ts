import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

export type KeyPath = readonly PropertyKey[];

/** A place in a file, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface YamlFile {
  /** The file as plain data; null for an empty one. */
  readonly value: unknown;
  /** What is wrong with it as YAML; where there is anything, `value` is not to be used. */
  readonly problems: readonly { readonly position: Position; readonly sentence: string }[];
  /** Where the key (or list item) stands that the path names, or the nearest one around it that the file has. */
  readonly positionOf: (path: KeyPath) => Position;
}

/** Aliases may be written out this often; more is an attack or a mistake, and grows like one. */
const MOST_ALIASES = 100;

/**
 * Reads YAML 1.2 as plain data: text, numbers, true / false, lists and maps. No tags, no merge keys, no key twice, one
 * document.
 */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: true,
    logLevel: 'error',
  });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const positionOf = (path: KeyPath): Position => positionAt(offsetOf(path));
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    position: positionAt(error.pos[0]),
    sentence: sentenceOf(error.code, error.message),
  }));
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    const sentence = 'This file is read as YAML 1.2; remove the %YAML line';
    problems.push({ position: { line: 1, column: 1 }, sentence });
  }
  if (problems.length > 0) return { value: null, problems, positionOf };
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }), problems, positionOf };
  } catch (error) {
    // The only errors left are those of aliases: without an anchor, or too many of them.
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `The aliases (*name) cannot be followed: ${reason}. Write the values out`;
    return { value: null, problems: [{ position: { line: 1, column: 1 }, sentence }], positionOf };
  }

  function offsetOf(path: KeyPath): number {
    let node: unknown = document.contents;
    let offset = 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(document);
      let next: unknown;
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (pair === undefined) return offset;
        offset = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
        next = pair.value;
      } else if (isSeq(node) && typeof step === 'number') {
        next = node.items[step];
        offset = isNode(next) ? (next.range?.[0] ?? offset) : offset;
      }
      node = next;
    }
    return offset;
  }
}

function sentenceOf(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'This key stands here twice; keep one of them';
    case 'TAG_RESOLVE_FAILED':
      return `${message}; write the value without a tag (!…)`;
    case 'MULTIPLE_DOCS':
      return 'A second document starts here (---); only one is read';
    case 'NON_STRING_KEY':
      return 'A key must be plain text';
    default:
      return `Not YAML: ${message}`;
  }
}
