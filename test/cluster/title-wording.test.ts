import { describe, expect, it } from 'vitest';
import { clusterAll, traceback } from '../support/clusters.ts';
import { collected } from '../support/entries.ts';

const titlesOf = (...messages: readonly string[]): string[] =>
  clusterAll(messages.map((message, i) => collected({ at: i, message }))).map(({ title }) => title);

describe('a value in a title', () => {
  it.each([
    ['Quota for tenant 11 used up', 'Quota for tenant … used up'],
    ['Expected 12 columns, got 17', 'Expected … columns, got …'],
    ['457 of 989 rows rejected', '… of … rows rejected'],
    ['404 page not found by the crawler', '404 page not found by the crawler'],
    ['Got 3 results for user 7 where 1 was expected', 'Got … results for user … where … was expected'],
    ['Mail to ana@tea.example was not sent', 'Mail to … was not sent'],
    ['Worker 17 has no kettle', 'Worker has no kettle'],
    [
      'The longest message for the model is 8192 tokens. Yours has 9000 of them',
      'The longest message for the model is … tokens',
    ],
    ['read udp 10.0.0.1:53000->10.0.0.2:53: i/o timeout', 'read udp: i/o timeout'],
    ['tea is late by 4.99s. Brewing takes long', 'tea is late'],
    [
      'Disconnected (auth failed, 3 attempts): user=<bob7>, method=LOGIN',
      'Disconnected (auth failed, … attempts), method=LOGIN',
    ],
    ['Server pot-7 is DOWN, reason: 504 connection problem', 'Server is DOWN, reason: … connection problem'],
    [
      'The message is 1340 bytes and larger than 1048, which is the limit of tea',
      'The message is … and larger than …, which is the limit of tea',
    ],
  ])('does not break the sentence it stands in: %s', (message, title) => {
    expect(titlesOf(message)).toEqual([title]);
  });

  it.each([
    [['0/3 nodes are ready: 3 lack tea', '0/4 nodes are ready: 4 lack tea'], '0/… nodes are ready: … lack tea'],
    [['0/3 nodes are ready: 3 lack tea', '0/3 nodes are ready: 3 lack tea'], '0/3 nodes are ready: … lack tea'],
    [['0/3 nodes are ready: 3 lack tea', '1/3 nodes are ready: 2 lack tea'], '… nodes are ready: … lack tea'],
    [
      ['0 bytes read of the order of 20 cups', '0 bytes read of the order of 21 cups'],
      '0 bytes read of the order of … cups',
    ],
    [['pot=0 lid=0 kettle is cold', 'pot=0 lid=0 kettle is cold'], 'kettle is cold'],
  ])('stays where it says that there is none, in all entries: %j', (messages, title) => {
    expect(titlesOf(...messages)).toEqual([title]);
  });

  it.each([
    ['failed to list *v1.Secret: secrets is forbidden', 'failed to list *v1.Secret: secrets is forbidden'],
    ['accept4(): No file descriptors available', 'accept4(): No file descriptors available'],
    ['EXT4-fs error: reading directory of teas', 'EXT4-fs error: reading directory of teas'],
  ])('is none where it is a name with a digit: %s', (message, title) => {
    expect(titlesOf(message, message)).toEqual([title]);
  });
});

describe('brackets and quotes in a title', () => {
  it.each([
    ['Tea Timeout Error (attempted address: tea.example:443, timeout: 10000ms)', 'Tea Timeout Error'],
    [
      'open() "/srv/t3/a17.ico" failed (2: No such file or directory), client: 10.0.0.1',
      'open() … failed (No such file or directory)',
    ],
    [`Command '['pour', '-i', '/tmp/in7/8.tea']' returned nothing`, "Command '['pour', '-i', …]' returned nothing"],
    ['could not ship Parcel[id=23098, to=delta, express=true]', 'could not ship Parcel[id=…, to=delta, express=true]'],
    [
      'could not read Tea(id=19, pot=Pot(name=ada, age=14)): pot is gone',
      'could not read Tea(id=…, pot=Pot(name=ada)): pot is gone',
    ],
    ["Jane's tea isn't hot (yet: wait)", "Jane's tea isn't hot (yet: wait)"],
    [
      `tea is cold since ${'the kettle stands open '.repeat(2)}(and ${'nobody has closed the lid '.repeat(3)})`,
      'tea is cold since the kettle stands open the kettle stands open…',
    ],
    [
      `tea failed (${'nobody has closed the lid '.repeat(4)})`,
      'tea failed (nobody has closed the lid nobody has closed the lid nobody has closed…)',
    ],
    ['Error on tea connection <0.121.0> (10.0.0.1:4000 -> 10.0.0.2:5672)', 'Error on tea connection'],
    ['failed to flush tea, retry: task_id=1, input=tail.0 > output=es.0 (out_id=0)', 'failed to flush tea, retry'],
  ])('are closed: %s', (message, title) => {
    expect(titlesOf(message)).toEqual([title]);
  });
});

describe('what a logger writes around a message', () => {
  it.each([
    ['ERROR:root:cannot pour the tea', 'cannot pour the tea'],
    ['ERROR 2026-11-20 10:00:33,347 views 12 140234 cannot pour the tea', 'cannot pour the tea'],
    ['ERROR 01-08 17:41:50 [pot.py:200] cannot pour the tea', 'cannot pour the tea'],
    ['[10:00:33] ERROR    cannot pour the tea                 pot.py:12', 'cannot pour the tea'],
    ['ERROR [tea.util.pots] cannot pour the tea', 'cannot pour the tea'],
    ['2026-11-20 10:00:33,347 pid=12 tid=13 level=ERROR logger=app cannot pour the tea', 'cannot pour the tea'],
    [
      '[ERROR] 2026-11-20T10:00:33.123Z 8d3f9f1e-2222-4444-8888-123456789abc cannot pour the tea',
      'cannot pour the tea',
    ],
    ['07:04:45.417 [io-6] ERROR c.a.TeaClient - cannot pour the tea', 'cannot pour the tea'],
    ['2026-11-21T04:05:14.119+00:00 ERROR 1 --- [app] [exec-8] c.a.Tea : cannot pour the tea', 'cannot pour the tea'],
    ['09:31:42,372 WARN  [tea.impl.Checker] (pot-checker) cannot pour the tea', 'cannot pour the tea'],
    [
      '[2026-11-20 10:00:00,121] ERROR [Pot broker=1] cannot pour the tea (tea.server.PotManager)',
      'cannot pour the tea',
    ],
    ['E, [2026-11-20T10:00:01.123456 #7] ERROR -- pot: cannot pour the tea', 'cannot pour the tea'],
    ['Nov 20 08:00:00 bastion teapotd[7]: cannot pour the tea', 'cannot pour the tea'],
    ['2026-11-20T10:00:01.100Z pid=1 tid=a1 class=Pot WARN: {"context":"cannot pour the tea"}', 'cannot pour the tea'],
    ['ERROR in the kettle of the shop', 'ERROR in the kettle of the shop'],
    ['kettle - cannot pour the tea', 'kettle - cannot pour the tea'],
    ['tea is served (tea.server.PotManager)', 'tea is served (tea.server.PotManager)'],
    ['ERROR [tea.util.pots]', '[tea.util.pots]'],
  ])('is left out: %s', (message, title) => {
    expect(titlesOf(message)).toEqual([title]);
  });
});

describe('what is wrapped around a message', () => {
  const nested = `NewTeaError('<tea.Pot object at 0x7f12>: Failed to fill a new pot: no water')`;
  it.each([
    ['404 GET https://tea.example/pots/7?pretty=false: Not found: Table of teas', 'Not found: Table of teas'],
    [`No such pot: ('Request failed with status code', 404, 'Expected one of', <Status.OK: 200>)`, 'No such pot'],
    [
      '404 POST https://tea.example/o: {\n "error": {\n "code": 403,\n "message": "the pot is not yours"\n }\n}',
      'the pot is not yours',
    ],
    [
      `Error code: 401 - {'error': {'message': 'Incorrect key of tea: sk-a0b2c3d4e5. See the shop.', 'type': 'x'}}`,
      'Incorrect key of tea',
    ],
    [
      '(403)\nReason: Forbidden\nHTTP response body: {"kind":"Status","message":"pots is forbidden"}\n',
      'pots is forbidden',
    ],
    [`Retrying (Retry(total=2)) after connection broken by '${nested}': /tea/1`, 'Failed to fill a new pot: no water'],
    [
      `Max retries (Caused by SSLError(CertificateError(1, 'the seal of the pot is broken (_ssl.c:1006)')))`,
      'the seal of the pot is broken',
    ],
    [`('Connection aborted.', TeaResetError(104, 'Tea reset by peer'))`, 'Tea reset by peer'],
    [`Tea to 10.0.0.1 was spilt: TeaResetError(104, 'Tea reset by peer')`, 'Tea to … was spilt: Tea reset by peer'],
    ["Handled ValueError('bad tea pot') by retry", "Handled ValueError('bad tea pot') by retry"],
    ['Tea app: #<Tea::PotError: the pot is cold>', 'Tea app: Tea::PotError: the pot is cold'],
    ['Charge failed {"error":"PotError: the pot is cold","attempt":2}', 'Charge failed: PotError: the pot is cold'],
    ['Failed to send order {"message": "hello Ana"}', 'Failed to send order'],
    ['Resolved [com.tea.TeaPotException: Pot of tea is not supported]', 'TeaPotException: Pot of tea is not supported'],
    ['TeaHandler: Code: 60. Tea::Exception: Table of teas does not exist. (NO_TEA)', 'Table of teas does not exist'],
    [
      'level=error msg="Failed to pour: soft error\\nteapi: Error 403: no cup"',
      'Failed to pour: soft error: teapi: Error 403: no cup',
    ],
    ['level=error msg="no tea \\\\n today"', 'no tea … today'],
  ])('is left out: %s', (message, title) => {
    expect(titlesOf(message)).toEqual([title]);
  });
});

describe('the title of an exception', () => {
  it.each([
    [
      'java.net.UnknownHostException: sftp.tea.example\n\tat com.tea.Pot.pour(Pot.java:9)',
      'UnknownHostException: sftp.tea.example',
    ],
    ['com.tea.PotException: the pot of tea is cold\n\tat com.tea.Pot.pour(Pot.java:9)', 'the pot of tea is cold'],
    [
      `com.tea.ListenerException: Listener method 'void com.tea.Pot.pour()' threw exception\n\tat com.tea.Bar.open(Bar.java:2)\nCaused by: java.io.IOException: Broken pipe\n\tat com.tea.Pot.pour(Pot.java:9)`,
      'IOException: Broken pipe in com.tea.Pot.pour',
    ],
    [
      `panic: main.PotError{Key:"PORT", Value:"8239"}\n\ngoroutine 1 [running]:\nmain.load(...)\n\t/app/pot.go:12`,
      'main.PotError{Key:"PORT", Value:…}',
    ],
    [
      traceback(
        'pot.py',
        'pour',
        "tea.TeaError: 404 GET https://tea.example/p/7: Not found: pot of tea: ('No', 404, 'Expected', 1)",
      ),
      'Not found: pot of tea',
    ],
  ])('names its type where the message is a name, and the cause where it hands on: %s', (message, title) => {
    expect(titlesOf(message)).toEqual([title]);
  });
});

describe('a title of what was written in colours', () => {
  it.each([
    ['2026/11/20 10:00:02 \u001b[31m[error] \u001b[0mpot not found', 'pot not found'],
    ['\u001b[2m10:00:02\u001b[0m \u001b[31mERROR\u001b[0m tea: no water\nbelow it', 'tea: no water'],
  ])('says nothing twice: %j', (message, title) => {
    expect(titlesOf(message)).toEqual([title]);
  });
});

describe('titles of calls that succeeded', () => {
  it('name the method, not a status', () => {
    const entry = { protoPayload: { methodName: 'SetIamPolicy', status: {} } };
    expect(clusterAll([collected({ message: 'SetIamPolicy', entry })])[0]?.title).toBe('SetIamPolicy');
  });
});

describe('a title tells what all entries say', () => {
  it.each([
    ['1 of several', ['Indexed 1 pot', 'Indexed 31 pots', 'Indexed 12 pots', 'Indexed 7 pots'], 'Indexed … pots'],
    [
      'values in quotes',
      [1, 2, 3].map((n) => `Executed Brewing (${n}2ms) [Parameters=[@p0='${n}9768'], BrewKind='Text', Timeout='30']`),
      "Executed Brewing [Parameters=[…=…], BrewKind='Text', Timeout='30']",
    ],
    [
      'what is quoted without spaces',
      [1, 2, 3].map((n) => `"Probe failed" pod="tea/pot-${n}a4f9" output="Probe failed with statuscode: 503"`),
      '"Probe failed" output="Probe failed with statuscode: 503"',
    ],
    [
      'below a rule',
      [1, 2, 3].map(
        (n) => `=======\n==${n}30==ERROR: Sanitizer: tea is hot at address 0x60ea68ef78${n}e\nPOT of size 4`,
      ),
      'Sanitizer: tea is hot',
    ],
    [
      'fields without a level',
      [1, 2, 3].map((n) => `component=pot pot=${n}4 msg="Brewing failed, will retry" attempts=${n} err="no water"`),
      'Brewing failed, will retry: no water',
    ],
  ])('where the first one is %s', (_, messages, title) => {
    expect(titlesOf(...messages)).toEqual([title]);
  });
});
