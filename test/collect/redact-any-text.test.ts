import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIpv4, findIpv6 } from '../../src/collect/redact/addresses.ts';
import { findAssignments } from '../../src/collect/redact/assignments.ts';
import { findCommandSecrets } from '../../src/collect/redact/commands.ts';
import { findEmails } from '../../src/collect/redact/emails.ts';
import { findPersonalNumbers } from '../../src/collect/redact/personal-numbers.ts';
import { findPrivateKeys } from '../../src/collect/redact/private-keys.ts';
import { MAY_HOLD, screen } from '../../src/collect/redact/screen.ts';
import { findSpokenSecrets } from '../../src/collect/redact/spoken.ts';
import { findSchemes, findTokens } from '../../src/collect/redact/tokens.ts';
import { findUrlCredentials } from '../../src/collect/redact/url-credentials.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import {
  aws,
  awsSecret,
  discord,
  github,
  googleKey,
  hex32,
  jwt,
  openai,
  pem,
  slackHook,
  telegram,
} from '../support/made-up-secrets.ts';

const LONGER = process.env.LONG === '1' ? 4 : 1;
const redactor = createRedactor({ key: 'test key', patterns: [] });

/** Texts made of the pieces that detectors look for, in any order. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'alice@example.com',
          '10.0.0.7',
          '2001:db8::1',
          jwt,
          github,
          googleKey,
          openai,
          pem,
          'password=',
          '"',
          "'",
          '\\"',
        ],
        ...[
          '://',
          'user:pw',
          '@',
          ':',
          '=',
          ' ',
          '\n',
          'Bearer ',
          'Basic ',
          'token',
          'secret',
          '[',
          ']',
          '[email-3f9a]',
        ],
        ...[telegram, discord, slackHook, `${aws} ${awsSecret}`, `SK${hex32}`, 'SG.', 'hf_', 'bot', '%', '\\'],
        ...['password', 'passwd', 'api_key', ' is ', ' was ', 'hunter2', "'S3cr3t!'", '--', '-p', 'curl', 'mysql'],
        ...['-u admin:pw1', ' -a ', '4111 1111 1111 1111', '4111111111111111', '411', '1111', 'DE89370400440532013000'],
        ...['GB29 NWBK 6016 1331 9268 19', 'ssn', '078-05-1120', '+49 170 1234567', '+1', ',', ';'],
        ...[
          '0.0.0.0',
          '127',
          '127.0.0.1',
          '1.2',
          '.3.4',
          '1:2:3:4:5:6:',
          'fe80',
          'Foo',
          'topic@123',
          'x.org',
          '+0x67',
          'SKU',
        ],
        ...[
          'apiKey',
          'secret_key_base',
          'authorisation',
          'credentials',
          'Signature',
          '_sig',
          'PHPSESSID',
          'connect.sid',
        ],
        ...['passphrase', 'Pwd', 'basic:', 'discord.com/api/webhooks/1/', '2026-01-05 07', 'sshpass', '{"a": ', '}'],
        ...['%40', '\\n', '.', '-', '::', 'Cookie: ', 'a=b', '(', ')', '[secret-beef', '-0000]', 'x', '7', 'é', '🔑'],
      ),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('whatever the text', () => {
  it('the screen sees a token behind an escape that begins within another', () => {
    const token = 'MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs';
    for (const lead of ['%%0', '%\\n', '\\%00', '%%\\n', '%00']) {
      expect(findTokens(`${lead}${token}`), lead).toHaveLength(1);
      expect(screen(`${lead}${token}`) & MAY_HOLD.token, lead).toBe(MAY_HOLD.token);
    }
  });

  it('the screen never spares a detector that would find something', () => {
    const detectors = [
      [MAY_HOLD.privateKey, findPrivateKeys],
      [MAY_HOLD.url, findUrlCredentials],
      [MAY_HOLD.token, findTokens],
      [MAY_HOLD.scheme, findSchemes],
      [MAY_HOLD.assignment, findAssignments],
      [MAY_HOLD.email, findEmails],
      [MAY_HOLD.ipv6, findIpv6],
      [MAY_HOLD.personalNumber, findPersonalNumbers],
      [MAY_HOLD.spoken, findSpokenSecrets],
      [MAY_HOLD.command, findCommandSecrets],
      [MAY_HOLD.ipv4, findIpv4],
    ] as const;
    fc.assert(
      fc.property(pieces, (text) => {
        for (const [mask, find] of detectors) if (find(text).length > 0) expect(screen(text) & mask).toBe(mask);
      }),
      { numRuns: 6_000 * LONGER },
    );
  });

  it.each([
    'server listening on 0.0.0.0:8080 and 127.0.0.1',
    'HTTP Request: POST https://api.example.com/v1/charges "HTTP/1.1 200 OK"',
    '2026-01-05 00:00:02,104 - mailer.search - INFO - Function execution started',
    'Consumed record order-events-3@278 in 1087 ms, recv @ 0x1f',
    'Reserved 4 units of SKU e7373a87f50f in warehouse 1',
    'cache lookup for key session:43f2d0e27a19; org.springframework.HttpException: Request',
    'net/http.(*conn).serve(0xc0001ca000) server.go:2122 +0x67, std::vector<int>',
    'config map revision 111146 holds unknown key "retry_budget"',
  ])('the screen asks for nothing in %j', (text) => {
    expect(screen(text)).toBe(0);
  });

  it('redacting twice changes nothing more', () => {
    const custom = createRedactor({ key: 'k', patterns: [{ name: 'word', pattern: 'x+|secret' }] });
    fc.assert(
      fc.property(pieces, (text) => {
        for (const each of [redactor, custom]) expect(each.text(each.text(text))).toBe(each.text(text));
      }),
      { numRuns: 1_000 * LONGER },
    );
  });

  it('an address or a token set off by spaces never comes through', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.constantFrom('alice@example.com', jwt, github, googleKey),
        pieces,
        (before, secret, after) => {
          expect(redactor.text(`${before} ${secret} ${after}`)).not.toContain(` ${secret} `);
        },
      ),
      { numRuns: 700 * LONGER },
    );
  });

  it.each([
    'eyJ',
    '-eyJ',
    'token=',
    'a@1',
    'a@a',
    '127.0.0.',
    'a::',
    'password="',
    '://',
    '@',
    'a@',
    'a.a@a.',
    '1.',
    '1.1.1.1',
    ':',
    'a:',
    'bearer ',
    '-----BEGIN PRIVATE KEY-----',
    'sk-',
    '%40',
    '\\"token\\":\\"',
    '[email-3f9a]',
    "secret='",
    'cookie:',
    '4111 ',
    '4111-1111-1111-111',
    '41',
    'DE89',
    'GB29 ',
    '+1 1 22 ',
    '123-45-6789',
    'ssn 123-45-',
    "password '",
    'password is a1b2c3',
    '--api-key ',
    'secret ',
    'curl -u a:',
    'mysql -p',
    "'-p",
    '1:A',
    'MT',
    `${aws} `,
    'hf_',
    'SG.a',
    'tskey-a',
    'dp.st.a1',
    'CCIPAT_a',
    'hvs.aA-',
    'password=passwd=',
    '://hooks.slack.com/services/',
  ])('a megabyte of %j takes no more than a moment', (piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
    // Of the processor, since others may use it too.
    const before = process.cpuUsage();
    redactor.text(text);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(5_000);
  });

  it('a field as long as an entry may be takes no more than a moment', () => {
    const start = performance.now();
    redactor.value({ password: `a${')'.repeat(250_000)}x` });
    redactor.text(`Basic ${Buffer.from(`${':'.repeat(180_000)}\u0001`).toString('base64')}`);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
