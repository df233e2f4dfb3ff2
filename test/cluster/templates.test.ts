import { describe, expect, it } from 'vitest';
import { skeletonOf } from '../../src/cluster/skeleton/skeleton.ts';
import { mergeTemplates } from '../../src/cluster/templates.ts';
import { letters } from '../support/letters.ts';

const templatesOf = (...messages: string[]) =>
  mergeTemplates(messages.map(skeletonOf)).map((tokens) => tokens.join(' '));
const distinct = (templates: string[]) => [...new Set(templates)].sort();
/** The sentence once with each value. */
const fill = (sentence: string, ...values: string[]) => values.map((value) => sentence.replace('%', value));

describe('values of one place merge', () => {
  it.each([
    ['four plain words', 'session closed for user %', ['ann', 'ben', 'cleo', 'dan'], 'session closed for user <*>'],
    ['two names that a machine gave', 'node % is down', ['bn1', 'rack2'], 'node <*> is down'],
    ['two dotted names', 'visible is %', ['system.call.count', 'system.time.show'], 'visible is <*>'],
    ['two files of data', 'cannot import % today', ['invoice.pdf', 'orders.csv'], 'cannot import <*> today'],
    ['two currencies', 'no rate for % today', ['EUR', 'USD'], 'no rate for <*> today'],
    ['two quoted users', "no profile for user '%' found", ['ann', 'ben'], 'no profile for user <*> found'],
    ['two quoted hosts behind a colon', "lost host: '%' today", ['web', 'mail'], 'lost host : <*> today'],
    ['a quoted name and a value', "lost node '%' today", ['web', 'db-1', ''], 'lost node <*> today'],
    ['two words beside a value', 'rank of host % lost', ['7', 'ann', 'ben'], 'rank of host <*> lost'],
    [
      'words of different spelling',
      'cannot load plugin % today',
      ['userAuth', 'log_rotate', 'Billing', 'search', 'mail'],
      'cannot load plugin <*> today',
    ],
  ])('%s', (_, sentence, values, expected) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toEqual([expected]);
  });

  it.each([
    ['three plain words', 'session closed for user %', ['ann', 'ben', 'cleo']],
    ['two files of code or settings', 'cannot read % today', ['settings.json', 'main.py']],
    ['two plain words', 'cache % now', ['flushed', 'warmed']],
    [
      'the first word of a message',
      '% the cache of users',
      ['flushing', 'loading', 'warming', 'dropping', 'saving', 'reading', 'writing'],
    ],
    ['words that would leave less than a sentence', 'loaded %', ['ann', 'ben', 'cleo', 'dan', 'eve']],
  ])('but not %s', (_, sentence, values) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toHaveLength(values.length);
  });

  it('a place that was learned needs less elsewhere', () => {
    const learned = fill('session closed for user %', 'ann', 'ben', 'cleo', 'dan');
    const elsewhere = fill('session opened for user % by root', 'ann', 'ben');
    expect(distinct(templatesOf(...learned, ...elsewhere))).toEqual([
      'session closed for user <*>',
      'session opened for user <*> by root',
    ]);
    expect(distinct(templatesOf(...elsewhere))).toHaveLength(2);
  });

  it('several places merge at once', () => {
    const locks = [
      ['View Lock', 'com.android.systemui'],
      ['AudioMix', 'audioserver'],
      ['WiFi', 'android.net.wifi'],
      ['WindowManager', 'android'],
    ];
    expect(
      distinct(templatesOf(...locks.map(([tag, name]) => `acquire lock=7, tag="${tag}", name=${name}, uid=9`))),
    ).toEqual(['acquire lock = <*> , tag = <*> , name = <*> , uid = <*>']);
  });

  it('a value in quotes merges with names that did', () => {
    const names = ['ann', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal', '/srv/a', '10.0.0.1'];
    expect(distinct(templatesOf(...fill('topic "%" is gone', ...names)))).toEqual(['topic <*> is gone']);
    expect(distinct(templatesOf(...fill("topic '%' is gone", ...names)))).toEqual(['topic <*> is gone']);
  });

  it('a value in quotes beside a few names leaves each its own', () => {
    const names = ['users', 'orders', '/srv/a'];
    expect(distinct(templatesOf(...fill('relation "%" is gone', ...names)))).toHaveLength(3);
  });

  it('a longer form of a value merges with its plain form', () => {
    expect(
      distinct(templatesOf('destroying surface (name=Popup:17) called', 'destroying surface (name=17) called')),
    ).toEqual(['destroying surface ( name = <*> ) called']);
  });

  it.each([
    ['a noun', ['indexed 1 document again', 'indexed 3 documents again'], ['indexed <*> documents again']],
    ['a noun in -es', ['found 1 match again', 'found 3 matches again'], ['found <*> matches again']],
    ['a noun in -y', ['made 1 copy again', 'made 3 copies again'], ['made <*> copies again']],
    ['a short form', ['read 1 URL again', 'read 3 URLs again'], ['read <*> URLs again']],
    ['errors', ['parsed with 1 error', 'parsed with 3 errors'], ['parsed with <*> errors']],
  ])('one of a thing and several of it: %s', (_, messages, expected) => {
    expect(distinct(templatesOf(...messages))).toEqual(expected);
  });

  it.each([
    ['where no value stands before them', ['cannot read file today', 'cannot read files today']],
    ['where something else differs too', ['indexed 1 document again', 'dropped 3 documents again']],
    ['where they are other words', ['indexed 1 document again', 'indexed 3 pages again']],
    ['where they are states', ['worker 7 failed again', 'worker 7 fails again']],
  ])('one and several stay apart %s', (_, messages) => {
    expect(distinct(templatesOf(...messages))).toHaveLength(messages.length);
  });

  const people = ['Ann', 'Ben Weber', 'Maria van der Berg', 'O. Patel', 'Jürgen Müller', 'Zoë', '李 娜', 'Wei Tanaka'];
  const things = ['Desk', 'Oak Desk', 'Red T-Shirt', 'Big Cup of Tea', 'Pen', 'Blue Pen', 'Old Lamp', 'New Lamp'];
  const lists = ['[]', '[7]', '[a, b]', '[a, c, d]', '[x/y]', '[e]', '[f, 1]', '[c, d]', '[c, e, f]', '[a, b, c, d]'];

  it.each([
    ['names of people', 'plan 7 of % was renewed', people, 'plan <*> of <*> was renewed'],
    ['names in quotes', 'item "%" was put back', things, 'item <*> was put back'],
    ['lists', 'asked for % by the shop', lists, 'asked for <*> by the shop'],
  ])('values of one word or several: %s', (_, sentence, values, expected) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toEqual([expected]);
  });

  const phrases = [
    'Low Battery',
    'Door Open',
    'No Signal',
    'High Load',
    'Fan Stuck',
    'Disk Full',
    'Much Too Hot',
    'Hot',
  ];
  const texts = ['quota used up', 'no room', 'Host is gone', 'late', 'Bad key', 'wrong part', 'part is cut', 'cut off'];

  it.each([
    ['fewer names', 'plan 7 of % was renewed', people.slice(0, 6)],
    ['fewer names in quotes', 'item "%" was put back', things.slice(0, 7)],
    ['what the message ends with', 'sensor 7 in hall: %', phrases],
    ['what stands behind a key that tells', 'sensor 7 has status %', phrases],
    ['texts of errors', 'order 7 ended, error "%" was sent', texts],
    ['texts in quotes', 'order 7 was ended with "%" today', ['Host is gone', 'quota used up now', 'key of it was bad']],
    [
      'the beginning of a message',
      '% was renewed by shop',
      ['Ann Lee', 'Ben Lee', 'Cleo Lee', 'Dan', 'Eve', 'Fay', 'Gus'],
    ],
    [
      'the beginning of a sentence',
      'order 7 lost. % again today',
      ['Trying', 'Try it', 'Waiting', 'Asking us', 'Dropping it', 'Going on', 'Sent'],
    ],
    [
      'data with a state',
      'asked for {"id": 7, "state": "%"} by shop',
      ['RED', 'BLUE', 'BIG', 'SMALL', 'LATE', 'GONE', 'HELD', 'NEAR'],
    ],
    ['states in brackets', 'asked 7 for [%] by shop', ['RED', 'BLUE', 'BIG', 'SMALL', 'LATE', 'GONE', 'HELD', 'NEAR']],
    [
      'statuses of several words',
      'order 7 got a % from shop',
      [
        'Bad Gateway',
        'Not Found',
        'Request Timeout',
        'Bad Request',
        'Service Unavailable',
        'Gateway Timeout',
        'Not Implemented',
        'Internal Error',
      ],
    ],
  ])('but not %s', (_, sentence, values) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toHaveLength(values.length);
  });

  it('independent slots of words do not multiply', () => {
    const words = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => prefix + letters(n));
    const users = words('u', 30);
    const cities = words('c', 30);
    const messages = users.flatMap((user, n) =>
      cities
        .filter((_, m) => (n * 7 + m * 3) % 5 === 0)
        .map((city) => `mail for ${user} was sent to ${city} office again`),
    );
    expect(distinct(templatesOf(...messages))).toEqual(['mail for <*> was sent to <*> office again']);
  });
});

describe('what tells problems apart never merges', () => {
  it.each([
    [
      'states in capitals',
      'worker went from idle to %',
      ['RUNNING', 'FAILED', 'STOPPED', 'QUEUED', 'LOST', 'DONE', 'NEW', 'HELD'],
    ],
    ['HTTP methods', 'request % was refused by us', ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']],
    [
      'error codes of the system',
      'connect % to the database',
      ['ECONNRESET', 'ETIMEDOUT', 'ECONNREFUSED', 'EPIPE', 'ENOTFOUND'],
    ],
    ['error codes with a number', 'query failed with % again', ['ORA-1', 'SQL-2', 'TNS-3', 'PLS-4', 'KUP-5']],
    [
      'codes of gRPC',
      'rpc error: code = % desc = gone',
      ['NotFound', 'Unavailable', 'DeadlineExceeded', 'Internal', 'Aborted', 'Unimplemented'],
    ],
    [
      'reason phrases',
      'the answer was 4 % to us',
      ['Forbidden', 'Conflict', 'Gone', 'Unauthorized', 'Found', 'Accepted', 'Created', 'Locked'],
    ],
    ['status in lower case', 'health of the pool is %', ['ok', 'failed', 'degraded', 'pending', 'down', 'up', 'ready']],
    ['booleans', 'the lights were set on=%', ['true', 'false', 'yes', 'no', 'on', 'off']],
    ['levels', 'the logger said % to us', ['debug', 'info', 'warning', 'error', 'critical', 'fatal']],
    [
      'exception types',
      'request ended with % in handler',
      ['ValueError', 'KeyError', 'TypeError', 'java.io.IOException', 'app.errors.QuotaError', 'DeprecationWarning'],
    ],
    [
      'actions that end in a state',
      'received broadcast %',
      ['android.intent.action.SCREEN_ON', 'android.intent.action.SCREEN_OFF', 'android.intent.action.TIME_TICK'],
    ],
    ['states behind a noun', "session '%' seen today", ['expired', 'active', 'FAILED', 'replica']],
    ['relations', 'relation "%" does not exist', ['users', 'orders', 'items', 'audit']],
    ['tables, columns and roles', 'cannot open %', ["table 'a'", "table 'b'", "column 'c'", "column 'd'", "role 'e'"]],
    ['missing modules', "No module named '%'", ['a.b.c', 'c.d.e', 'x.y.z']],
    ['attributes', "object has no attribute '%'", ['foo', 'bar', 'baz', 'qux']],
  ])('%s', (_, sentence, values) => {
    expect(distinct(templatesOf(...fill(sentence, ...values)))).toHaveLength(values.length);
  });

  it('states in capitals stay apart even where ordinary values merge', () => {
    const values = ['ann', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal', 'ida'];
    const templates = distinct(templatesOf(...fill('access refused for %', ...values, 'GET', 'POST')));
    expect(templates).toEqual(['access refused for <*>', 'access refused for GET', 'access refused for POST']);
  });

  it('one name in capitals among many ordinary ones is a name', () => {
    const values = ['ann', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal', 'FILTER'];
    expect(distinct(templatesOf(...fill('access refused for %', ...values)))).toEqual(['access refused for <*>']);
  });

  it('quoted names merge when there are so many that they must be values', () => {
    const names = ['ann', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal'];
    expect(distinct(templatesOf(...fill("no profile for user '%' found", ...names)))).toEqual([
      'no profile for user <*> found',
    ]);
  });
});
