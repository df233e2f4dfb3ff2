/**
 * Writes openapi.json: of GitHub's OpenAPI description, the responses of the operations that the scenario server
 * answers, and the schemas they need. Run it again when an operation is added:
 *
 *   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
 *   node test/support/github/extract-openapi.ts package/generated/api.github.com.json
 *
 * The package unpacks to 400 MB, so it is no dependency.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

const OPERATIONS = [
  'GET /user',
  'GET /rate_limit',
  'GET /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/labels',
  'POST /repos/{owner}/{repo}/labels',
  'GET /repos/{owner}/{repo}/labels/{name}',
  'GET /repos/{owner}/{repo}/issues',
  'POST /repos/{owner}/{repo}/issues',
  'GET /repos/{owner}/{repo}/issues/{issue_number}',
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline',
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'GET /repos/{owner}/{repo}/issues/comments',
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'GET /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'GET /repos/{owner}/{repo}/commits',
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'PUT /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'POST /repos/{owner}/{repo}/git/refs',
  'GET /repos/{owner}/{repo}/installation',
  'POST /app/installations/{installation_id}/access_tokens',
  'GET /search/issues',
];

/** 304 has no body to check. */
const STATUSES = ['200', '201', '301', '401', '403', '404', '409', '410', '422', '503'];

/** Says something to people, nothing to a validator. */
const WORDS = new Set([
  'description',
  'example',
  'examples',
  'title',
  'default',
  'deprecated',
  'externalDocs',
  'readOnly',
]);
/** Formats that ajv-formats knows; the others are hints for code generators. */
const FORMATS = new Set(['uri', 'date-time', 'email']);

const path = process.argv[2];
if (path === undefined) throw new Error('Which file? Give the path of api.github.com.json of @octokit/openapi.');
const source = object(JSON.parse(readFileSync(path, 'utf8')));
const needed = new Map<string, Json>();

const operations = Object.fromEntries(OPERATIONS.map((operation) => [operation, responsesOf(operation)]));
const components = { schemas: Object.fromEntries([...needed].sort(([a], [b]) => (a < b ? -1 : 1))) };
const from = `@octokit/openapi ${String(object(source.info).version)}`;
const text = `${JSON.stringify({ from, operations, components })}\n`;
writeFileSync(fileURLToPath(new URL('openapi.json', import.meta.url)), text);
console.log(
  `${OPERATIONS.length} operations, ${needed.size} schemas, ${Math.round(text.length / 1024)} KB from ${from}`,
);

function responsesOf(operation: string): JsonObject {
  const [method = '', path = ''] = operation.split(' ');
  const responses = object(object(object(object(source.paths)[path])[method.toLowerCase()]).responses);
  const kept: JsonObject = {};
  for (const [status, response] of Object.entries(responses)) {
    if (!STATUSES.includes(status)) continue;
    const content = object(object(follow(object(response))).content)['application/json'];
    if (content !== undefined) kept[status] = asAnyOf(slim(object(content).schema ?? {}), status);
  }
  return kept;
}

/** Of refusals the description says "one of", though a plain one fits all: nothing in them is required. */
function asAnyOf(schema: Json, status: string): Json {
  if (status < '400' || schema === null || typeof schema !== 'object' || Array.isArray(schema)) return schema;
  const { oneOf, ...rest } = schema;
  return oneOf === undefined ? schema : { ...rest, anyOf: oneOf };
}

/** A response may be a reference; a schema's references stay, and what they name is kept. */
function follow(node: JsonObject): Json {
  if (typeof node.$ref !== 'string') return node;
  return node.$ref
    .slice(2)
    .split('/')
    .reduce<Json>((at, step) => object(at)[step] ?? null, source);
}

/** The schema without its words, in JSON Schema's way of saying `nullable`. */
function slim(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(slim);
  if (schema === null || typeof schema !== 'object') return schema;
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.split('/').at(-1) ?? '';
    if (!needed.has(name)) {
      needed.set(name, null);
      needed.set(name, slim(follow(schema)));
    }
    return { $ref: schema.$ref };
  }
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (WORDS.has(key) || key.startsWith('x-') || key === 'nullable') continue;
    if (key === 'format' && !FORMATS.has(String(value))) continue;
    // The keys of `properties` are names of fields, and may well be `description`.
    kept[key] = key === 'properties' ? mapValues(object(value), slim) : slim(value);
  }
  return schema.nullable === true ? orNull(kept) : kept;
}

function orNull(schema: JsonObject): JsonObject {
  const wide: JsonObject = { ...schema };
  if (typeof schema.type === 'string') wide.type = [schema.type, 'null'];
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) wide.enum = [...schema.enum, null];
  return typeof schema.type === 'string' ? wide : { anyOf: [schema, { type: 'null' }] };
}

function mapValues(value: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]));
}

function object(value: Json | undefined): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('Expected an object');
  return value;
}
