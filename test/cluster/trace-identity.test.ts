import { describe, expect, it } from 'vitest';
import { createClusterer } from '../../src/cluster/clusterer.ts';
import type { Clustering } from '../../src/cluster/finish-clustering.ts';
import type { KnownTemplate } from '../../src/cluster/names/known-templates.ts';
import { collected } from '../support/entries.ts';

type Frame = readonly [file: string, name: string, code?: string];

function cluster(messages: readonly string[], known: readonly KnownTemplate[] = []): Clustering {
  const clusterer = createClusterer({ known });
  for (const message of messages) clusterer.add(collected({ message }));
  return clusterer.finish();
}

const fingerprintsOf = ({ clusters }: Clustering) => clusters.map(({ fingerprint }) => fingerprint);
const of = (message: string, known: readonly KnownTemplate[] = []) => fingerprintsOf(cluster([message], known));

function python(frames: readonly Frame[], error: string): string {
  const lines = frames.map(([file, name, code]) => {
    const shown = code === undefined ? '' : `    ${code}\n`;
    return `  File "/app/shop/${file}.py", line 7, in ${name}\n${shown}`;
  });
  return `Traceback (most recent call last):\n${lines.join('')}${error}`;
}

const wrap = (cause: string, error: string) =>
  `${cause}\n\nThe above exception was the direct cause of the following exception:\n\n${python([['api', 'answer']], error)}`;

/** Takes what the first run remembers into the second. */
const then = (first: readonly string[], second: readonly string[]) =>
  fingerprintsOf(cluster(second, cluster(first).templates));

describe('an exception whose message says which problem it is', () => {
  const error = "ModuleNotFoundError: No module named 'shop.payments.ledger'";
  const plain = python(
    [
      ['main', 'start'],
      ['setup', 'add_payments'],
    ],
    error,
  );

  it.each([
    [
      'its functions are renamed',
      python(
        [
          ['main', 'begin'],
          ['boot', 'add_billing'],
        ],
        error,
      ),
    ],
    [
      'a frame is added',
      python(
        [
          ['main', 'start'],
          ['setup', 'add_payments'],
          ['lazy', 'load'],
        ],
        error,
      ),
    ],
    ['a frame is gone', python([['setup', 'add_payments']], error)],
    ['another exception wraps it', wrap(plain, 'RuntimeError: Failed to set up payments')],
    ['a line is logged above it', `Worker 12 did not come up\n${plain}`],
  ])('keeps its fingerprint without any memory when %s', (_, changed) => {
    expect(of(changed)).toEqual(of(plain));
    expect(then([plain], [changed])).toEqual(of(plain));
    expect(then([plain], [changed, plain])).toEqual(of(plain));
    expect(fingerprintsOf(cluster([changed, plain]))).toEqual(of(plain));
    expect(then([changed], [plain, changed])).toEqual(of(plain));
  });

  it('has another fingerprint for another message', () => {
    expect(of(plain.replace('ledger', 'journal'))).not.toEqual(of(plain));
  });
});

describe('a slip, which its place tells from others of its like', () => {
  const error = "KeyError: 'id'";
  const cart = python(
    [
      ['api', 'handle'],
      ['cart', 'add_item', 'price = item["id"]'],
    ],
    error,
  );
  const users = python(
    [
      ['api', 'handle'],
      ['users', 'load', 'return row["id"]'],
    ],
    error,
  );

  it.each([
    [
      'its callers are others',
      python(
        [
          ['jobs', 'nightly'],
          ['cart', 'add_item', 'price = item["id"]'],
        ],
        error,
      ),
    ],
    ['another exception wraps it', wrap(cart, 'RuntimeError: cannot answer')],
    ['a line is logged above it', `Request 4711 failed\n${cart}`],
  ])('keeps its fingerprint without any memory when %s', (_, changed) => {
    expect(of(changed)).toEqual(of(cart));
  });

  it.each([
    [
      'its function is renamed',
      python(
        [
          ['api', 'handle'],
          ['cart', 'add', 'price = item["id"]'],
        ],
        error,
      ),
    ],
    [
      'it is moved to a function of its own',
      python(
        [
          ['cart', 'add_item'],
          ['item', 'price', 'price = item["id"]'],
        ],
        error,
      ),
    ],
    [
      'a frame is added and no code is shown',
      python(
        [
          ['cart', 'add_item'],
          ['item', 'price'],
        ],
        error,
      ),
    ],
  ])('keeps it from run to run when %s', (_, changed) => {
    expect(of(changed)).not.toEqual(of(cart));
    expect(then([cart], [changed])).toEqual(of(cart));
  });

  it('is two problems in two functions, in one run and in two', () => {
    expect(new Set(fingerprintsOf(cluster([cart, users]))).size).toBe(2);
    expect(then([cart], [users])).toEqual(of(users));
    expect(then([cart], [cart, users]).sort()).toEqual([...of(cart), ...of(users)].sort());
  });

  it('is two problems in two functions of one file with one caller', () => {
    const other = python(
      [
        ['api', 'handle'],
        ['cart', 'drop_item', 'del self.items[item["id"]]'],
      ],
      error,
    );
    expect(then([cart], [other])).toEqual(of(other));
    // Without code nobody can tell a function that was renamed from the one below it.
    const bare = (name: string) =>
      python(
        [
          ['api', 'handle'],
          ['cart', name],
        ],
        error,
      );
    expect(then([bare('add_item')], [bare('drop_item')])).toEqual(of(bare('drop_item')));
    expect(then([bare('add_item')], [bare('add_item'), bare('drop_item')])).toHaveLength(2);
  });

  it('is not guessed where two known ones could be meant', () => {
    const frames = (name: string) =>
      python(
        [
          ['api', 'handle'],
          ['cart', name, 'price = item["id"]'],
        ],
        error,
      );
    const renamed = frames('add');
    expect(then([frames('add_item'), frames('drop_item')], [renamed])).toEqual(of(renamed));
    // The one of the two that is still there was not renamed.
    expect(then([frames('add_item'), frames('drop_item')], [renamed, frames('drop_item')]).sort()).toEqual(
      [...of(frames('add_item')), ...of(frames('drop_item'))].sort(),
    );
  });

  it('is known again by its old fingerprint from a store of an older program, whatever that is made of', () => {
    const [template] = cluster([cart]).templates;
    const known = [{ fingerprint: 'lg1c4a5410000000001', tokens: template?.tokens ?? [] }];
    expect(of(cart, known)).toEqual(['lg1c4a5410000000001']);
    expect(of(wrap(cart, 'RuntimeError: cannot answer'), known)).toEqual(['lg1c4a5410000000001']);
  });
});

it('gives every template of a log a fingerprint of its own, though several have one root exception', () => {
  const error = 'ProgrammingError: relation "carts" does not exist';
  const traces = ['a', 'b', 'c', 'd'].flatMap((name) => {
    const trace = python(
      [
        [name, 'run'],
        ['pool', 'query'],
      ],
      error,
    );
    return [trace, `Could not ${name} it\n${trace}`, wrap(trace, `RuntimeError: no ${name}`)];
  });
  const { clusters } = cluster(traces);
  expect(clusters).toHaveLength(1);
  expect(new Set(clusters[0]?.patterns.map(({ fingerprint }) => fingerprint)).size).toBe(traces.length);
  expect(fingerprintsOf(cluster(traces))).toEqual(of(traces[0] ?? ''));
});
