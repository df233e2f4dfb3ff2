import { type Argument, type Document, parseDocument, type Selection } from './graphql-document.ts';

/** An argument with its variable filled in; an enum value is its name. */
type Value = string | number | boolean | null | Value[];
export type Args = Record<string, Value>;

/** A node of the answer: every field it could give. A function is a field with arguments. */
export interface Node {
  __typename: string;
  [field: string]: Leaf | Node | readonly (Node | null)[] | ((args: Args) => Leaf | Node | readonly Node[]);
}
type Leaf = string | number | boolean | null;

export interface GraphQLError {
  type?: string;
  path?: string[];
  message: string;
}

/** Thrown by a field function: the field becomes null, and the error is listed, as GitHub does for what is not there. */
export class FieldFailure extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The query itself is wrong: nothing is answered but errors. */
class QueryError extends Error {}

/** Answers a query from a tree of nodes; a field the tree lacks is an error, as in GitHub's schema. */
export function execute(
  text: string,
  variables: Record<string, unknown>,
  root: Node,
): { data?: unknown; errors?: GraphQLError[] } {
  const errors: GraphQLError[] = [];
  try {
    const document = parseDocument(text);
    const data = select(document, document.query, root, { variables, errors, path: [] });
    return errors.length === 0 ? { data } : { data, errors };
  } catch (error) {
    if (error instanceof Error) return { errors: [{ message: error.message }] };
    throw error;
  }
}

interface Run {
  variables: Record<string, unknown>;
  errors: GraphQLError[];
  path: string[];
}

function select(document: Document, selections: readonly Selection[], node: Node, run: Run): Record<string, unknown> {
  const answer: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === 'field') {
      answer[selection.alias] = resolve(document, selection, node, { ...run, path: [...run.path, selection.alias] });
      continue;
    }
    const fragment = selection.kind === 'on' ? selection : document.fragments.get(selection.fragment);
    if (fragment === undefined) throw new QueryError('Fragment was used, but not defined');
    if (fragment.type === null || fragment.type === node.__typename) {
      Object.assign(answer, select(document, fragment.of, node, run));
    }
  }
  return answer;
}

function resolve(document: Document, field: Selection & { kind: 'field' }, node: Node, run: Run): unknown {
  if (!Object.hasOwn(node, field.name)) {
    throw new QueryError(`Field '${field.name}' doesn't exist on type '${node.__typename}'`);
  }
  const member = node[field.name];
  try {
    const value = typeof member === 'function' ? member(fill(field.args, run.variables)) : member;
    return finish(document, field, node, value, run);
  } catch (error) {
    if (!(error instanceof FieldFailure)) throw error;
    run.errors.push({ type: error.type, path: run.path, message: error.message });
    return null;
  }
}

function finish(
  document: Document,
  field: Selection & { kind: 'field' },
  owner: Node,
  value: Leaf | Node | readonly (Node | null)[] | undefined,
  run: Run,
): unknown {
  if (value === null || value === undefined) return null;
  if (isList(value)) return value.map((item) => finish(document, field, owner, item, run));
  const isNode = typeof value === 'object';
  if (isNode && field.of.length === 0) {
    throw new QueryError(
      `Field must have selections (field '${field.name}' returns ${value.__typename} but has no selections)`,
    );
  }
  if (!isNode && field.of.length > 0) {
    throw new QueryError(`Selections can't be made on scalars (field '${field.name}' on '${owner.__typename}')`);
  }
  return isNode ? select(document, field.of, value, run) : value;
}

function isList(value: Leaf | Node | readonly (Node | null)[]): value is readonly (Node | null)[] {
  return Array.isArray(value);
}

function fill(args: Record<string, Argument>, variables: Record<string, unknown>): Args {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, resolveArgument(value, variables)]));
}

function resolveArgument(argument: Argument, variables: Record<string, unknown>): Value {
  if (Array.isArray(argument)) return argument.map((item) => resolveArgument(item, variables));
  if (argument === null || typeof argument !== 'object') return argument;
  if ('name' in argument) return argument.name;
  const value = variables[argument.variable];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
