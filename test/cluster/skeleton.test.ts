import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SLOT, skeletonOf } from '../../src/cluster/skeleton/skeleton.ts';

const skeleton = (message: string) => skeletonOf(message).join(' ');

/** Any code units, lone surrogates and control characters too. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 128, max: 0xffff })), { maxLength: 200 })
  .map((codes) => String.fromCharCode(...codes));

describe('a value becomes a slot', () => {
  it.each([
    ['a number', 'took 5 retries', 'took <*> retries'],
    ['a signed number', 'offset -12 of +3.5', 'offset <*> of <*>'],
    ['a number with thousands', 'used 1,234,567 blocks', 'used <*> blocks'],
    ['a hex number', 'address 0x1f00ab is bad', 'address <*> is bad'],
    ['a hex word without 0–9', 'mask ffffffff is set', 'mask <*> is set'],
    ['an IPv4 address', 'from 10.0.0.1 now', 'from <*> now'],
    ['an address with its port', 'from 10.0.0.1:5432 now', 'from <*> now'],
    ['an IPv6 address', 'from 2001:db8:0:1::5 now', 'from <*> now'],
    ['the IPv6 loopback', 'from ::1 now', 'from <*> now'],
    ['an IPv6 address with its zone', 'from fe80::1%eth0 now', 'from <*> now'],
    ['an IPv6 host in brackets', 'listening on [2001:db8::1]:8080 now', 'listening on <*> now'],
    ['any IPv6 host', 'listening on [::]:8080 now', 'listening on <*> now'],
    ['a MAC address', 'card 0d:60:e9:1d:dc:ff found', 'card <*> found'],
    ['a host name', 'lookup of db.example.com failed', 'lookup of <*> failed'],
    ['localhost', 'lookup of localhost failed', 'lookup of <*> failed'],
    ['localhost with its port', 'lookup of localhost:5432 failed', 'lookup of <*> failed'],
    ['localhost in quotes', "lookup of 'localhost' failed", "lookup of ' <*> ' failed"],
    ['localhost with its address', 'from localhost[::1]: refused', 'from <*> : refused'],
    ['a host with its address', 'from db.example.com[10.0.0.1]:25: refused', 'from <*> : refused'],
    ['a host without a name', 'from unknown[10.0.0.1]: refused', 'from <*> : refused'],
    ['a host without a name, of IPv6', 'from unknown[2001:db8::1]: refused', 'from <*> : refused'],
    ['a host with its port', 'proxy.example.com:5070 close', '<*> close'],
    ['a file with its line', 'thrown at server.go:114 again', 'thrown at <*> again'],
    ['a URL', 'GET https://example.com/a?b=c: refused', 'GET <*> : refused'],
    ['a URL with credentials hidden', 'using postgresql+asyncpg://***@/db?host=/x', 'using <*>'],
    ['an absolute path', 'cannot read /var/log/app.log', 'cannot read <*>'],
    ['a path with its query', 'GET /search?q=a,b&n=1 failed', 'GET <*> failed'],
    ['a URL with parentheses', 'read https://example.com/a%20(1).zip?w=50 twice', 'read <*> twice'],
    ['a URL that ends in parentheses', 'read https://example.com/wiki/Delft_(city) twice', 'read <*> twice'],
    ['the root as a value', 'user.dir=/', 'user.dir = <*>'],
    ['the root of a request', 'GET / failed', 'GET <*> failed'],
    ['the root behind a colon', 'token missing: /', 'token missing : <*>'],
    ['Base64 with its padding', 'media kX93kfmA8sKq1ZbQp0LwAA== gone', 'media <*> gone'],
    ['a Windows path', 'loaded C:\\Windows\\System32 twice', 'loaded <*> twice'],
    ['a relative path to a file', 'cannot read src/app/main.py today', 'cannot read <*> today'],
    ['a package and its class', 'start com.example.app/.MainActivity now', 'start <*> now'],
    ['an e-mail address', 'mail to ann.b@example.org failed', 'mail to <*> failed'],
    ['a UUID', 'session 3f2504e0-4f89-11d3-9a0c-0305e82c3301 ended', 'session <*> ended'],
    ['two hex numbers and a slash', 'redo starts at FB/DBF5666D now', 'redo starts at <*> now'],
    ['a commit', 'commit a1b2c3d pushed', 'commit <*> pushed'],
    ['a JWT', 'token eyJhbGciOiJub25lIn.eyJzdWIiOiJhIn expired', 'token <*> expired'],
    ['a name with two runs of digits', 'node R23-M0-NE is down', 'node <*> is down'],
    ['a version', 'starting gunicorn 23.0.0', 'starting gunicorn <*>'],
    ['a date in ISO form', 'at 2025-09-16T00:42:59.910682Z it began', 'at <*> it began'],
    ['a date in words', 'at Fri Jul 01 08:16:53 PDT 2005 it began', 'at <*> it began'],
    ['a date as in mails', 'at Tue, 02 Jan 2024 03:04:05 GMT it began', 'at <*> it began'],
    ['a number between #', 'job #123# done', 'job <*> done'],
    ['a missing value behind =', 'user=null id=7', 'user = <*> id = <*>'],
    ['nothing before the next key', 'lost leader= term=3', 'lost leader = <*> term = <*>'],
    ['nothing before a comma', 'call(user=, id=7)', 'call ( user = <*> , id = <*> )'],
    ['nothing in a query', 'asked ?user=&id=7', 'asked ? user = <*> & id = <*>'],
    ['nothing at the end', 'lost id=7 leader=', 'lost id = <*> leader = <*>'],
    ['nobody in angle brackets', 'mail from=<> size=7', 'mail from = < <*> > size = <*>'],
    ['nobody in angle brackets behind a colon', 'mail from: <>, size 7', 'mail from : < <*> > , size <*>'],
    ['nothing before a comma behind a colon', 'closed, server: , id: 7', 'closed , server : <*> , id : <*>'],
  ])('%s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });

  it.each([
    ['of an e-mail', 'mail to [email-3f9a] failed', 'mail to <*> failed'],
    ['of an address with a port', 'from [ip-0c1d]:5432 now', 'from <*> now'],
    ['of an IPv6 address with a port', 'from [[ip-0c1d]]:5432 now', 'from <*> now'],
    ['of an IPv4 address written as IPv6', 'from ::ffff:[ip-0c1d] now', 'from <*> now'],
    ['of both with a port', 'from [::ffff:[ip-0c1d]]:5432 now', 'from <*> now'],
    ['of the address of a host', 'from db.example.com[[ip-0c1d]]: refused', 'from <*> : refused'],
    ['of the address of a host without a name', 'from unknown[[ip-0c1d]]: refused', 'from <*> : refused'],
    ['of an address behind a slash', 'request /[ip-0c1d]:5432 now', 'request <*> now'],
    ['of a token', 'authorization: [bearer-token-12ab] refused', 'authorization : <*> refused'],
    ['inside a URL', 'open hdfs://[ip-0c1d]:9000/a/b now', 'open <*> now'],
    ['inside a host name', 'rhost=[ip-0c1d].dsl.example.net user=root', 'rhost = <*> user = root'],
  ])('a redaction placeholder %s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });

  it('brackets that only look like a placeholder stay as they are', () => {
    expect(skeleton('[info] ready')).toBe('[ info ] ready');
    expect(skeleton('[pre-auth] ready')).toBe('[ pre-auth ] ready');
  });
});

describe('what belongs to a value goes with it', () => {
  it.each([
    ['a unit of size', 'sent 1671 bytes to peer', 'sent <*> to peer'],
    ['a size said twice', 'sent 1190 bytes (1.16 KB) to peer', 'sent <*> to peer'],
    ['a unit of time', 'waited 3.2 seconds then left', 'waited <*> then left'],
    ['a short duration', 'lifetime <1 sec', 'lifetime <*>'],
    ['a duration as a time', 'lifetime 00:01', 'lifetime <*>'],
    ['a name in brackets', 'from 10.0.0.1 (db.example.com) at 7', 'from <*> at <*>'],
    ['brackets that hold nothing', 'from 10.0.0.1 () at 7', 'from <*> at <*>'],
    ['a currency behind an amount', 'refund of 12.50 EUR sent', 'refund of <*> sent'],
    ['a currency before an amount', 'refund of CHF 9.00 sent', 'refund of <*> sent'],
    ['a sign of a currency', 'refund of 3 € sent', 'refund of <*> sent'],
    ['a list that holds nothing', 'tags: [] now', 'tags : [ <*> ] now'],
    ['values side by side', 'report : 7007 5002 150089', 'report : <*>'],
    ['a list of like names', 'delete blk_12 blk_-7 blk_8 now', 'delete blk_# now'],
  ])('%s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });

  it('a size with and without its second form is the same', () => {
    expect(skeleton('close, 1190 bytes (1.16 KB) sent')).toBe(skeleton('close, 451 bytes sent'));
  });

  it('a unit stays a word where no number stands before it', () => {
    expect(skeleton('seconds later, bytes lost')).toBe('seconds later , bytes lost');
    expect(skeleton('paid in EUR today')).toBe('paid in EUR today');
  });

  it('a key stays a word though it is called as a unit is', () => {
    expect(skeleton('took=350ms bytes=12')).toBe('took = <*> bytes = <*>');
    expect(skeleton('took=1.5s bytes=0')).toBe('took = <*> bytes = <*>');
  });
});

describe('words stay', () => {
  it.each([
    ['English that could be hex', 'the facade of a decade', 'the facade of a decade'],
    ['a short form with its apostrophe', "can't open file", "can't open file"],
    ['a name that only begins like a host', 'load localhost_settings now', 'load localhost_settings now'],
    ['what became of an address', 'connect[10.0.0.1] and lost[10.0.0.1]', 'connect [ <*> ] and lost [ <*> ]'],
    ['unknown before what is no address', 'unknown[42] and unknown[a.b]', 'unknown [ <*> ] and unknown [ a.b ]'],
    ['unknown at the end of a name', 'is_unknown[10.0.0.1] lost', 'is_unknown [ <*> ] lost'],
    ['hex before a placeholder that is none', 'at ::12ab:[pre-auth] now', 'at <*> : [ pre-auth ] now'],
    ['a comparison', 'if (a == b) and a <> b', 'if ( a == b ) and a < > b'],
    ['an assignment', 'a = b = c', 'a = b = c'],
    ['a value behind a blank', 'a= many b', 'a = many b'],
    ['a value before an arrow', 'a= b=>c', 'a = b = > c'],
    ['padding behind a value', 'key=shop= lost', 'key = shop = lost'],
    ['a line of equals signs', 'begin ==== end', 'begin === end'],
    ['words in capitals that could be hex', 'AC/DC and BAD/404 and B/FACADE', 'AC/DC and BAD/# and B/FACADE'],
    ['names of code', 'AuthClient.connect failed in user_service', 'AuthClient.connect failed in user_service'],
    ['a module', 'from app.services.monitoring import x', 'from app.services.monitoring import x'],
    ['a scope', 'Ada::Abe called', 'Ada : : Abe called'],
    ['an error code', 'connect ECONNREFUSED 10.0.0.1:5432', 'connect ECONNREFUSED <*>'],
    ['a name with one number keeps its shape', 'link eth0 on bn257', 'link eth# on bn#'],
    ['dots that lead to a value', 'machine check enable......0', 'machine check enable .. <*>'],
    ['a route, which has no values left', 'PUT /users/{id}/orders 500', 'PUT /users/{id}/orders 500'],
    ['other scripts', 'Verbindung über Zürich verloren', 'Verbindung über Zürich verloren'],
    ['a slash between words', 'either / or', 'either / or'],
    ['parentheses behind a URL', 'GET https://example.com/a(gone) now', 'GET <*> ( gone ) now'],
    ['brackets of a type', 'into []string of int[]', 'into [ ] string of int [ ]'],
    ['a short key with an equals sign', 'k1v2= today', '<*> = today'],
    ['NOK, which is no currency', 'probe said NOK 3 times', 'probe said NOK <*> times'],
  ])('%s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });
});

describe('quoted text', () => {
  it('a name that a sentence quotes is one token', () => {
    expect(skeletonOf("No module named 'a.b.c'")).toEqual(['No', 'module', 'named', "'a.b.c'"]);
    expect(skeletonOf("KeyError: 'user_id'")).toEqual(['KeyError', ':', "'user_id'"]);
    expect(skeletonOf('relation "users" is gone')).toEqual(['relation', "'users'", 'is', 'gone']);
  });

  it.each([
    ['with digits behind its noun', "no host 'db-1' here", 'no host <*> here'],
    ['that is empty behind its noun', "no user: '' here", 'no user : <*> here'],
    ['behind its noun and a colon', 'no user: "ann" here', "no user : 'ann' here"],
    ['that is an account', "no access for 'ann'@'10.0.0.1' now", 'no access for <*> now'],
    ['that is an account of nobody', "no access for user ''@'%' now", 'no access for user <*> now'],
  ])('a quoted name %s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });

  it.each([
    ['several words behind a noun', "no user 'a b' here", "no user ' a b ' here"],
    ['digits behind another noun', "no table 'users_1' here", "no table ' users_# ' here"],
    ['an apostrophe', "the user 's home", "the user ' s home"],
    ['keys of JSON', '{"user":"ann","host" :"db"}', '{ " user " : " ann " , " host " : " db " }'],
    ['keys of JSON with blanks', '{"user": "ann", "host": "db"}', '{ " user " : " ann " , " host " : " db " }'],
  ])('stays as it is: %s', (_, message, expected) => {
    expect(skeleton(message)).toBe(expected);
  });

  it('data in quotes is not such a name', () => {
    expect(skeleton('{"user": "ann", "id": 7}')).toBe('{ " user " : " ann " , " id " : <*> }');
    expect(skeleton("deleted '/tmp/a-1'")).toBe("deleted ' <*> '");
  });

  it('key="several words" is one token, so that lists of keys keep their length', () => {
    expect(skeleton('tag="View Lock", uid=7')).toBe('tag = "View_Lock" , uid = <*>');
    expect(skeleton('path="/a b" n=1')).toBe('path = <*> n = <*>');
  });

  it('keys that carry the message keep its words', () => {
    expect(skeleton('level=info msg="starting the server"')).toBe('level = info msg = " starting the server "');
  });
});

describe('any text', () => {
  it('gives tokens without white space, and the same ones each time', () => {
    fc.assert(
      fc.property(anyText, (message) => {
        const tokens = skeletonOf(message);
        expect(tokens.filter((token) => token === '' || /[ \t\n\r]/.test(token))).toEqual([]);
        expect(skeletonOf(message)).toEqual(tokens);
      }),
    );
  });

  it('takes no more than a moment for 256 KiB of anything', () => {
    const unit = fc.constantFrom(
      'a',
      '1',
      ':',
      '[',
      ']',
      '-',
      '.',
      '/',
      '"',
      "'",
      '=',
      '(',
      ')',
      '{',
      ' ',
      'f',
      '::',
      '[a-',
      '://',
      '<1',
    );
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 8 }), (parts) => {
        const piece = parts.join('');
        const message = piece.repeat(Math.ceil(262_144 / piece.length));
        const started = performance.now();
        skeletonOf(message);
        expect(performance.now() - started).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });

  it('reads numbers the same wherever they stand', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        expect(skeletonOf(`slept ${a} of ${b} turns`)).toEqual(['slept', SLOT, 'of', SLOT, 'turns']);
      }),
    );
  });
});

describe('what somebody sent and a parser did not understand', () => {
  it.each([
    ['strconv.Atoi: parsing "x1": bad', 'strconv.Atoi : parsing " <*> " : bad'],
    ["The input string '' was not good", "The input string ' <*> ' was not good"],
    ['cannot read a date from String "two"', 'cannot read a date from String " <*> "'],
    ["invalid literal for int() with base ten: 'two'", "invalid literal for int ( ) with base ten : ' <*> '"],
    ['invalid input syntax for type integer: "two men"', 'invalid input syntax for type integer : " <*> "'],
    [`Unexpected token '}', "{"a":}"... is bad`, `Unexpected token ' <*> ' , " <*> " .. is bad`],
  ])('is a value: %s', (message, expected) => {
    expect(skeletonOf(message).join(' ')).toBe(expected);
  });

  it.each([
    ["No module named 'two'", "No module named 'two'"],
    ["Invalid token 'two' in the header", "Invalid token 'two' in the header"],
    ["no string 'two' in the header", "no string 'two' in the header"],
    ["The input 'file' is missing", "The input 'file' is missing"],
    ['cannot read the config: "two"', 'cannot read the config : " two "'],
    ['The input was read. It said: "two"', 'The input was read . It said : " two "'],
    ["the string 'two", "the string ' two"],
  ])('is told from a name, and from other text: %s', (message, expected) => {
    expect(skeletonOf(message).join(' ')).toBe(expected);
  });
});
