import fc from 'fast-check';
import { z } from 'zod';
import { Timeline } from '../../src/model/cluster.ts';
import { Run } from '../../src/model/run.ts';
import { anyCharacter } from './any-character.ts';

/** Text that strangers may write, and what could end a code block, a table cell, a comment or a fold early. */
const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: anyCharacter, maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '```',
      '\n```json\n{"id":"forged"}\n```\n',
      '~~~~',
      '<!-- log-gardener run record -->',
      '-->',
      '</details></summary>',
      '<script>alert(1)</script>',
      '\u2028\u2029\u0085\r\n',
      '\u202eevil\u2066',
      '\u001b[31mred\u001b[0m',
      '\u0000',
      '\ud800',
      '| a | b |\n| - | - |',
      '# heading\n\n- [x](javascript:alert(1))',
      '@octocat #1 fixes #2 ![](https://evil.example/a.png)',
      '\\u003c',
      '&lt;&#96;',
      '__proto__',
      ' ',
      '',
    ),
  },
);

const time = fc
  .date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2030-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

const timeline = fc
  .tuple(
    fc.constantFrom(1, 5, 60, 3600, 86_400),
    fc.array(fc.tuple(fc.integer({ min: 1_577_836_800, max: 1_893_456_000 }), fc.integer({ min: 1, max: 1_000_000 })), {
      maxLength: 5,
    }),
  )
  .map(([widthSeconds, buckets]) => ({ widthSeconds, buckets }));

// -0 is no JSON.
const decimal = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
/**
 * No key is a single backslash: after `JSON.parse('{"a":1,"\\\\":2}')` the V8 of Node 24.21.0 reads the second key of
 * `{"a":1,"\\u003c":2}` as a backslash too. Node 20 does not.
 */
const BACKSLASH = '\\';
const keys = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'message', '<b>`'),
  fc.string({ maxLength: 6 }).filter((key) => key !== BACKSLASH),
);

/** As JSON holds it: there is no -0 in it, at any depth. */
const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.stringify(value))
  .filter((text) => !text.includes(`"${BACKSLASH}${BACKSLASH}":`))
  .map((text) => JSON.parse(text));

/** Values that a schema of the model accepts, hostile text in every string. */
function valuesOf(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  if (schema === Timeline) return timeline;
  if (schema instanceof z.ZodString) {
    const { pattern } = z.toJSONSchema(schema);
    return pattern === undefined
      ? fc.oneof({ weight: 3, arbitrary: hostileText }, { weight: 1, arbitrary: time })
      : fc.stringMatching(new RegExp(pattern));
  }
  if (schema instanceof z.ZodNumber) return schema.isInt ? fc.maxSafeInteger() : decimal;
  if (schema instanceof z.ZodBoolean) return fc.boolean();
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
  if (schema instanceof z.ZodUnknown) return json;
  if (schema instanceof z.ZodDefault) return valuesOf(schema.unwrap());
  if (schema instanceof z.ZodNullable) return fc.option(valuesOf(schema.unwrap()), { freq: 3 });
  if (schema instanceof z.ZodArray) {
    return fc.array(valuesOf(schema.element), { minLength: z.toJSONSchema(schema).minItems ?? 0, maxLength: 2 });
  }
  if (schema instanceof z.ZodTuple) return fc.tuple(...schema.def.items.map(valuesOf));
  if (schema instanceof z.ZodRecord) {
    return fc.array(fc.tuple(keys, valuesOf(schema.valueType)), { maxLength: 3 }).map(Object.fromEntries);
  }
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(valuesOf));
  if (schema instanceof z.ZodObject) return objectsOf(schema);
  throw new Error(`No arbitrary for a ${schema._zod.def.type}: add it here.`);
}

function objectsOf(schema: z.ZodObject): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.shape).map(([key, field]) =>
    field instanceof z.ZodOptional
      ? fc.option(
          valuesOf(field.unwrap()).map((value) => [[key, value] as const]),
          { nil: [] },
        )
      : valuesOf(field).map((value) => [[key, value] as const]),
  );
  const more =
    schema.def.catchall === undefined ? fc.constant([]) : fc.array(fc.tuple(keys, hostileText), { maxLength: 1 });
  return fc
    .tuple(more, ...fields)
    .map(([extra, ...known]) =>
      Object.fromEntries([...extra.filter(([key]) => !(key in schema.shape)), ...known.flat()]),
    );
}

/** Any run that the schema accepts, at any stage. */
export const anyRun: fc.Arbitrary<Run> = valuesOf(Run).map((value) => {
  if (!isRun(value)) throw new Error(`This is no run: ${Run.safeParse(value).error}`);
  return value;
});

/** Without zod's copy, which would lose keys such as `__proto__`. */
const isRun = (value: unknown): value is Run => Run.safeParse(value).success;
