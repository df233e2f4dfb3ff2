import { describe, expect, it } from 'vitest';
import { messageSkeleton } from '../../src/cluster/skeleton/message-skeleton.ts';
import { skeletonOf } from '../../src/cluster/skeleton/skeleton.ts';

const skeleton = (message: string) => messageSkeleton(message, null).tokens.join(' ');

describe('the skeleton of a line of key=value with level and msg', () => {
  const said = 'level = error msg = " cannot bake " err = " no heat "';

  it.each([
    'level=error msg="cannot bake" err="no heat"',
    'ts=2026-11-20T10:00:00Z level=error caller=oven.go:12 msg="cannot bake" cake=apple err="no heat"',
    'level=error query="sum(\\"x y\\") by {a}" user=bob msg="cannot bake" user="ann b" err="no heat"',
  ])('is what they say, not what else stands there: %s', (line) => {
    expect(skeleton(line)).toBe(said);
  });

  it.each([
    ['another error', 'level=error msg="cannot bake" err="no flour"'],
    ['a code', 'level=error msg="cannot bake" err="no heat" statusCode=503'],
    ['whoever says it', 'level=error logger=oven msg="cannot bake" err="no heat"'],
    ['another level', 'level=warn msg="cannot bake" err="no heat"'],
    ['text beside it', 'oven two: level=error msg="cannot bake" err="no heat"'],
  ])('tells %s apart', (_, line) => {
    expect(skeleton(line)).not.toBe(said);
  });

  it('is all of it where it has no level or no message', () => {
    expect(skeleton('cake=apple msg="cannot bake"')).toBe('cake = apple msg = " cannot bake "');
    expect(skeleton('cake=apple level=error')).toBe('cake = apple level = error');
  });
});

describe('the skeleton of a line with key: value pairs at its end', () => {
  it.each([
    'the oven is out of reach, client: 10.0.0.1, server: _',
    'the oven is out of reach, client: 10.0.0.1, server: , request: "GET / HTTP/1.1", host: "shop"',
    'the oven is out of reach, client: [ip-3f9a], server: shop, request: "GET / HTTP/1.1", referrer: "http://a/b"',
  ])('is what stands before them: %s', (line) => {
    expect(skeleton(line)).toBe('the oven is out of reach');
  });

  it('is what stands before them in the first of several lines too', () => {
    const line = 'the oven is out of reach';
    expect(skeleton(`${line}, client: 10.0.0.1, server: _\nheat: 12`)).toBe(skeleton(`${line}\nheat: 12`));
  });

  it.each([
    'the oven is out of reach, client: 10.0.0.1',
    'the oven is out of reach, client: 10.0.0.1, reason: timeout',
    'this cake was refused, name: must not be empty, size: 7',
    'this cake was refused, name: empty, size: unknown',
    'cannot bake Cake(id: 7, name: pie, size: 3)',
    'oven: cold, door: 7, light: 2',
    'the oven is out of reach, door_state: open, light: 2',
    'the oven is out of reach, door: 17, cake: "pie", client: 10.0.0.1',
  ])('is all of it where they may say what is wrong: %s', (line) => {
    expect(skeleton(line)).toBe(skeletonOf(line).join(' '));
  });
});

describe('the skeleton of a line with fields as JSON at its end', () => {
  const said = skeleton('1.7\tERROR\tbake.go:7\tcannot bake it\t{"error": "no heat"}');

  it.each([
    '1.7\tERROR\tbake.go:9\tcannot bake it\t{"id": "a1", "attempt": 3, "error": "no heat"}',
    '1.7\tERROR\tbake.go:9\tcannot bake it\t{"error": "no heat", "cake": {"name": "pie", "layers": [1, 2]}}',
  ])('has those that say what went wrong: %s', (line) => {
    expect(skeleton(line)).toBe(said);
  });

  it.each([
    ['another error', '1.7\tERROR\tbake.go:7\tcannot bake it\t{"error": "no flour"}'],
    ['one within', '1.7\tERROR\tbake.go:7\tcannot bake it\t{"data": {"error": "no heat"}}'],
    ['a code', '1.7\tERROR\tbake.go:7\tcannot bake it\t{"error": "no heat", "statusCode": 503}'],
    ['a sentence', '1.7\tERROR\tbake.go:7\tcannot bake it\t{"error": "no heat", "text": "the oven is cold"}'],
  ])('tells %s apart', (_, line) => {
    expect(skeleton(line)).not.toBe(said);
  });

  it.each(['{"cake": "pie", "size": "big"}', 'ERROR app {"cake": "pie"}', 'cannot bake the cake {"cake": pie}'])(
    'is all of it where they are the message, or no JSON: %s',
    (line) => {
      expect(skeleton(line)).toBe(skeletonOf(line).join(' '));
    },
  );
});
