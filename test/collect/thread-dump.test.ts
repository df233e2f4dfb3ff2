import { describe, expect, it } from 'vitest';
import { severityInText } from '../../src/collect/severity-in-text.ts';
import { isAskedFor, isOfThreadDump } from '../../src/collect/thread-dump.ts';

const HEAD = 'Full thread dump OpenJDK 64-Bit Server VM (17.0.10+7 mixed mode, sharing):';

describe('a thread dump', () => {
  it('is what a virtual machine writes', () => {
    expect(isAskedFor(HEAD)).toBe(true);
    expect(isAskedFor(`2026-11-20 16:29:40\n${HEAD}\n\n"main" #1 prio=5 tid=0x0 nid=0x7 runnable`)).toBe(true);
  });

  it.each([
    'Full thread dump of the payment pool failed for shop (timeout)',
    'Full thread dump could not be written (disk full)',
    `${HEAD}\n\n"main" #1 prio=5\n  Found one Java-level deadlock:\n`,
    `${HEAD}\n\n"main" #1 prio=5\nException in thread "main" java.lang.IllegalStateException: cold`,
    `${HEAD}\n\n"main" #1 prio=5\njava.lang.OutOfMemoryError: Java heap space`,
  ])('is not what names one or has more to say: %s', (text) => {
    expect(isAskedFor(text)).toBe(false);
  });

  it('has lines that no other program writes', () => {
    expect(isOfThreadDump('"main" #1 prio=5 os_prio=0 cpu=42.20ms tid=0x00007f2e nid=0x7 runnable')).toBe(true);
    for (const line of ['"checkout" #12 failed: timeout', '"worker" daemon died: exit 137']) {
      expect(isOfThreadDump(line)).toBe(false);
      expect(severityInText(line)).not.toBe('INFO');
    }
  });
});
