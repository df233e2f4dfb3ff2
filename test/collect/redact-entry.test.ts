import { expect, it } from 'vitest';
import { createRedactor } from '../../src/collect/redact.ts';
import { redactEntry } from '../../src/collect/redact-entry.ts';
import { logEntry } from '../support/log-entries.ts';

const redactor = createRedactor({ key: 'test key', patterns: [{ name: 'loud', pattern: 'ERROR|WARN' }] });

it('hides what stands in place of a severity', () => {
  const { severity } = redactEntry(logEntry({ severity: 'password=hunter2 of alice@example.com' }), redactor);
  expect(severity).toMatch(/^password=\[secret-[0-9a-f]{4}\] of \[email-[0-9a-f]{4}\]$/);
});

it.each(['ERROR', 'warn', '500', 500, 'DEFAULT'])('keeps the severity %j, whatever patterns there are', (severity) => {
  expect(redactEntry(logEntry({ severity }), redactor).severity).toBe(severity);
});
