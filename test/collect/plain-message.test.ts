import { describe, expect, it } from 'vitest';
import { createEntryReader } from '../../src/collect/entry-reader.ts';
import { plainMessage } from '../../src/collect/plain-message.ts';
import { createRedactor } from '../../src/collect/redact.ts';
import { logEntry } from '../support/log-entries.ts';

const read = createEntryReader({ minSeverity: 'DEFAULT', window: null }, createRedactor({ key: 'k', patterns: [] }));

function keptOf(textPayload: string) {
  const bytes = Buffer.from(JSON.stringify(logEntry({ textPayload, severity: 'DEFAULT' })));
  const reading = read(bytes, 0, bytes.length);
  return typeof reading === 'object' ? reading?.kept : null;
}

describe('a message, plain', () => {
  it.each([
    ['ends with no new line, as the agent of GKE writes one', 'no route\n', 'no route'],
    ['has lines that end in \\n', 'no route\r\n  at a\r\n', 'no route\n  at a'],
    ['has no colours', '\u001b[1;31mERROR\u001b[0m no \u001b[4mroute\u001b[24m', 'ERROR no route'],
    ['does not move a cursor', '\u001b[2K\u001b[?25hno route', 'no route'],
    ['is as it was otherwise', ' no\n\nroute \t', ' no\n\nroute \t'],
    ['may be empty', '\u001b[0m\r\n', ''],
  ])('%s', (_, message, plain) => {
    expect(plainMessage(message)).toBe(plain);
  });

  it.each([
    'mail to ada@\u001b[1mexample.com\u001b[0m lost',
    'key AKIA\u001b[1mIOSFODNN7EXAMPLE lost',
    "Login failed { user: \u001b[32m'ada'\u001b[39m, password: \u001b[32m'hunter2secret'\u001b[39m }",
    'password=\u001b[1;31mhunter2secret\u001b[0m',
    'x-api-key: \u001b[38;5;208mhunter2secret',
  ])('shows no secret that colours stood in or beside: %j', (message) => {
    const secrets = /example\.com|IOSFODNN7EXAMPLE|hunter2/;
    for (const textPayload of [message, `${message}\n`]) {
      const kept = keptOf(textPayload);
      expect(JSON.stringify([kept?.message, kept?.entry, kept?.keep()()])).not.toMatch(secrets);
    }
  });

  it('leaves the entry as the log has it where nothing is hidden, so that a search finds it', () => {
    const textPayload = '\u001b[35m/app/user.go:44 \u001b[31mrecord not found\u001b[0m';
    expect(keptOf(textPayload)).toMatchObject({
      message: '/app/user.go:44 record not found',
      entry: { textPayload },
    });
  });

  it.each([
    ['\u001b[31mERROR\u001b[0m: no route\n', 'ERROR: no route'],
    [
      '\u001b[31m[Nest] 1  - \u001b[39m11/20/2025, 10:00:05 AM \u001b[31m  ERROR\u001b[39m [Tea] no route\r\n',
      '[Nest] 1  - 11/20/2025, 10:00:05 AM   ERROR [Tea] no route',
    ],
  ])('is what an entry says, graded by it: %j', (textPayload, message) => {
    const bytes = Buffer.from(JSON.stringify(logEntry({ textPayload, severity: 'DEFAULT' })));
    const read = createEntryReader(
      { minSeverity: 'DEFAULT', window: null },
      createRedactor({ key: 'k', patterns: [] }),
    );
    const reading = read(bytes, 0, bytes.length);
    const kept = typeof reading === 'object' ? reading?.kept : null;
    expect(kept).toMatchObject({ message, severity: 'ERROR' });
    expect(kept?.keep()().message).toBe(message);
  });
});
