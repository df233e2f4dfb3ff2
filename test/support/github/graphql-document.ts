/** Reads a GraphQL query into its fields: enough of https://spec.graphql.org for queries, not for schemas. */

export type Argument = string | number | boolean | null | { variable: string } | { name: string } | Argument[];

export type Selection =
  | { kind: 'field'; name: string; alias: string; args: Record<string, Argument>; of: Selection[] }
  | { kind: 'on'; type: string | null; of: Selection[] }
  | { kind: 'spread'; fragment: string };

export interface Document {
  query: Selection[];
  fragments: Map<string, { type: string; of: Selection[] }>;
}

/** Throws with the place when the text is no query. */
export function parseDocument(text: string): Document {
  const reader = createReader(text);
  const fragments: Document['fragments'] = new Map();
  let query: Selection[] | null = null;
  while (!reader.done()) {
    if (reader.take('fragment')) {
      const name = reader.name();
      reader.expect('on');
      const type = reader.name();
      fragments.set(name, { type, of: readSelections(reader) });
      continue;
    }
    if (reader.take('query')) {
      if (reader.peek() !== '(' && reader.peek() !== '{') reader.name();
      if (reader.peek() === '(') skipVariables(reader);
    }
    query = readSelections(reader);
  }
  if (query === null) throw new Error('Expected a query');
  return { query, fragments };
}

interface Reader {
  done(): boolean;
  peek(): string;
  next(): string;
  take(text: string): boolean;
  expect(text: string): void;
  name(): string;
}

function createReader(text: string): Reader {
  const withoutComments = text.replace(/#[^\n]*/g, '');
  const tokens =
    withoutComments.match(/\.\.\.|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*|[{}()[\]:!$@=]|[^\s,]/g) ?? [];
  let at = 0;
  const next = () => {
    const token = tokens[at++];
    if (token === undefined) throw new Error('Unexpected end of document');
    return token;
  };
  return {
    done: () => at >= tokens.length,
    peek: () => tokens[at] ?? '',
    next,
    take: (wanted) => tokens[at] === wanted && ++at > 0,
    expect: (wanted) => {
      const token = next();
      if (token !== wanted) throw new Error(`Expected ${wanted}, got ${token}`);
    },
    name: () => {
      const token = next();
      if (!/^[A-Za-z_]\w*$/.test(token)) throw new Error(`Expected a name, got ${token}`);
      return token;
    },
  };
}

function skipVariables(reader: Reader): void {
  reader.expect('(');
  while (!reader.take(')')) reader.next();
}

function readSelections(reader: Reader): Selection[] {
  reader.expect('{');
  const selections: Selection[] = [];
  while (!reader.take('}')) {
    if (!reader.take('...')) selections.push(readField(reader));
    else if (reader.take('on')) selections.push({ kind: 'on', type: reader.name(), of: readSelections(reader) });
    else if (reader.peek() === '{') selections.push({ kind: 'on', type: null, of: readSelections(reader) });
    else selections.push({ kind: 'spread', fragment: reader.name() });
  }
  return selections;
}

function readField(reader: Reader): Selection {
  const first = reader.name();
  const name = reader.take(':') ? reader.name() : first;
  const args: Record<string, Argument> = {};
  if (reader.take('(')) {
    while (!reader.take(')')) {
      const argument = reader.name();
      reader.expect(':');
      args[argument] = readArgument(reader);
    }
  }
  return { kind: 'field', name, alias: first, args, of: reader.peek() === '{' ? readSelections(reader) : [] };
}

function readArgument(reader: Reader): Argument {
  if (reader.take('$')) return { variable: reader.name() };
  if (reader.take('[')) {
    const items: Argument[] = [];
    while (!reader.take(']')) items.push(readArgument(reader));
    return items;
  }
  const token = reader.next();
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  if (token.startsWith('"')) return String(JSON.parse(token));
  if (/^-?\d/.test(token)) return Number(token);
  return { name: token };
}
