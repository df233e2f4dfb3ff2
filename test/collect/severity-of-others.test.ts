import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/collect/severity.ts';
import { severityInText } from '../../src/collect/severity-in-text.ts';
import type { LogEntry } from '../../src/model/entry.ts';
import { logEntry } from '../support/log-entries.ts';

const HEAP = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';
const FPM = '[20-Nov-2026 10:00:01] WARNING: [pool www] child 31 said into stderr: ';
const UNCAUGHT = 'PHP Fatal error:  Uncaught TypeError: no cart in /var/www/html/cart.php:8';
const fpm = (said: string): string => `${FPM}"${said}"`;
const handshake = (reason: string, where = 'while SSL handshaking'): string =>
  `2026/11/20 10:00:07 [crit] 31#31: *300 SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::${reason}) ${where}, client: 203.0.113.9, server: 0.0.0.0:443`;
const SCANNED = handshake('bad key share');

const GKE = { type: 'k8s_container', labels: { container_name: 'shop' } };
/** An entry as its writer stated it, as GKE took a stream for it, or as Cloud Run leaves it. */
const OF: Record<string, (textPayload: string) => LogEntry> = {
  'stated ERROR': (textPayload) => logEntry({ textPayload, severity: 'ERROR' }),
  'stated CRITICAL': (textPayload) => logEntry({ textPayload, severity: 'CRITICAL' }),
  'stderr on GKE': (textPayload) =>
    logEntry({ textPayload, severity: 'ERROR', resource: GKE, logName: 'projects/p/logs/stderr' }),
  'no severity': (textPayload) => logEntry({ textPayload, severity: 'DEFAULT' }),
};

describe('what counts where an entry and its text disagree', () => {
  it.each([
    // What the writer stated, always.
    ['stated ERROR', HEAP, 'ERROR'],
    ['stated ERROR', 'CRITICAL: it broke', 'ERROR'],
    ['stated ERROR', 'INFO: all is well', 'ERROR'],
    ['stated ERROR', fpm(UNCAUGHT), 'ERROR'],
    ['stated ERROR', SCANNED, 'ERROR'],
    ['stated CRITICAL', SCANNED, 'CRITICAL'],
    ['stated CRITICAL', 'WARNING: slow', 'CRITICAL'],
    // GKE only takes the stream for it: a level of the text counts, but what is no level raises nothing.
    ['stderr on GKE', HEAP, 'ERROR'],
    ['stderr on GKE', 'CRITICAL: it broke', 'CRITICAL'],
    ['stderr on GKE', 'WARNING: slow', 'WARNING'],
    ['stderr on GKE', fpm('the cart is saved'), 'WARNING'],
    ['stderr on GKE', fpm(`NOTICE: PHP message: ${UNCAUGHT}`), 'ERROR'],
    ['stderr on GKE', SCANNED, 'INFO'],
    // Nothing but the text.
    ['no severity', HEAP, 'ERROR'],
    ['no severity', fpm(UNCAUGHT), 'ERROR'],
    ['no severity', SCANNED, 'INFO'],
  ])('of %s, %j: %3$s', (writer, text, expected) => {
    const entry = OF[writer]?.(text) ?? logEntry();
    expect(severityOf(entry, text).severity).toBe(expected);
  });
});

describe('what only looks like an error of its own', () => {
  it.each([
    ['  driverError: error: deadlock detected', null],
    ["  'cause_error': error: deadlock detected", null],
    ['driverError: error: deadlock detected', 'ERROR'],
    ['Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7 mixed mode, sharing):', 'NOTICE'],
    ['"main" #1 prio=5 os_prio=0 cpu=42.20ms elapsed=91.14s tid=0x00007f2e54024ab0 nid=0x7 runnable', 'INFO'],
    ['   java.lang.Thread.State: BLOCKED (on object monitor)', 'INFO'],
    ['\t- locked <0x000000062d0ab0b8> (a java.lang.Object)', 'INFO'],
    ['Found one Java-level deadlock:', 'ERROR'],
  ])('%j is %s', (text, expected) => {
    expect(severityInText(text)).toBe(expected);
  });
});

describe('php-fpm warns of whatever a child says', () => {
  it.each([
    [fpm(`NOTICE: PHP message: ${UNCAUGHT}`), 'ERROR'],
    [fpm('PHP Parse error:  syntax error in /app/a.php on line 3'), 'ERROR'],
    [fpm('NOTICE: PHP message: PHP Deprecated:  Creation of dynamic property in /app/a.php on line 3'), 'NOTICE'],
    [fpm('#0 {main}'), 'ERROR'],
    [fpm('  thrown in /var/www/html/cart.php on line 8'), 'ERROR'],
    [fpm('NOTICE: PHP message: the cart is saved'), 'WARNING'],
    ['[20-Nov-2026 10:00:01] WARNING: [pool www] child 31 exited on signal 11 (SIGSEGV)', 'WARNING'],
    [`WARNING: [pool www] somebody said into stderr: "${UNCAUGHT}"`, 'WARNING'],
  ])('%j is %s', (text, expected) => {
    expect(severityInText(text)).toBe(expected);
  });
});

describe('a handshake that nginx calls critical', () => {
  it.each([
    ['a client began wrongly', SCANNED, 'INFO'],
    ['a client broke off', handshake('sslv3 alert bad certificate:SSL alert number 42'), 'INFO'],
    ['failed for a reason that may be ours', handshake('internal error'), 'CRITICAL'],
    ['failed with an upstream', handshake('bad key share', 'while SSL handshaking to upstream'), 'CRITICAL'],
  ])('and %s: %3$s', (_, line, expected) => {
    expect(severityInText(line)).toBe(expected);
  });
});
