import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const Schema = z.record(z.string(), z.unknown());
const Description = z.object({
  operations: z.record(z.string(), z.record(z.string(), Schema)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});

export interface AnswerCheck {
  /** `GET /repos/{owner}/{repo}/issues` and so on, all that the description extract holds. */
  operations: readonly string[];
  /** The operation that a call belongs to, or undefined. */
  operationOf(method: string, path: string): string | undefined;
  /** What is wrong with this answer, in words; empty when it is as GitHub describes it. */
  problemsOf(operation: string, status: number, body: unknown): string[];
}

/**
 * Checks answers against GitHub's OpenAPI description (openapi.json, made by extract-openapi.ts). The description allows
 * further fields everywhere; here a field it does not name is a problem too, since it would be one we made up.
 */
export function createAnswerCheck(): AnswerCheck {
  const text = readFileSync(new URL('openapi.json', import.meta.url), 'utf8');
  const { operations, components } = Description.parse(JSON.parse(text));
  const schemas = Object.fromEntries(Object.entries(components.schemas).map(([name, schema]) => [name, close(schema)]));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // One document, so that each schema is compiled once, and only when an answer needs it.
  ajv.addSchema({ $id: 'github', operations, components: { schemas } });
  const validatorOf = (operation: string, status: number) =>
    ajv.getSchema(`github#/operations/${encodeURIComponent(operation.replaceAll('/', '~1'))}/${status}`);
  return {
    operations: Object.keys(operations),
    operationOf: (method, path) =>
      Object.keys(operations)
        .filter((one) => fits(one, method, path))
        .sort(fewestHoles)[0],
    problemsOf(operation, status, body) {
      const validate = validatorOf(operation, status);
      if (validate === undefined) return [`${operation} has no answer with status ${status}`];
      if (validate(body)) return [];
      return (validate.errors ?? []).map((error) => {
        const detail = JSON.stringify(error.params);
        return `${operation} ${status}: ${error.instancePath} ${error.message} ${detail}`;
      });
    },
  };
}

function close(schema: z.infer<typeof Schema>): z.infer<typeof Schema> {
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...schema, additionalProperties: false }
    : schema;
}

function fits(operation: string, method: string, path: string): boolean {
  const [verb, template = ''] = operation.split(' ');
  const steps = template.split('/');
  const given = path.split('/');
  return (
    verb === method &&
    steps.length === given.length &&
    steps.every((step, index) => (step.startsWith('{') ? given[index] !== '' : step === given[index]))
  );
}

/** `/issues/comments` is more exact than `/issues/{issue_number}`. */
function fewestHoles(a: string, b: string): number {
  return a.split('{').length - b.split('{').length;
}
