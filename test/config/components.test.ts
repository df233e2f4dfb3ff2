import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchComponents, messageMatches } from '../../src/config/components.ts';
import { Config } from '../../src/config/schema.ts';

const { components } = Config.parse({
  components: [
    {
      name: 'Chat',
      importance: 'critical',
      modules: ['netra_backend.app.websocket_core.**', 'netra_backend.app.routes.websocket*'],
    },
    { name: 'Sign-in', importance: 'important', messages: ['*authentication*', '*SessionMiddleware*'] },
    { name: 'Billing', paths: ['app/billing/**', '**/invoice.{ts,py}'] },
  ],
});

const touch = (touched: { modules?: string[]; paths?: string[]; messages?: string[] }): string[] =>
  matchComponents({ components }, { modules: [], paths: [], messages: [], ...touched }).map(
    ({ component, because }) => `${component.name}: ${because}`,
  );

describe('matchComponents', () => {
  it.each([
    'netra_backend.app.websocket_core.handlers',
    'netra_backend.app.websocket_core.auth.tickets',
    'netra_backend.app.routes.websocket_ssot',
    'netra_backend.app.routes.websocket',
  ])('%s is Chat', (module) => {
    expect(touch({ modules: [module] })).toEqual([`Chat: module ${module}`]);
  });

  it.each(['netra_backend.app.routes.websocket_ssot.inner', 'netra_backend.app.websocket_corex.a', 'logging', ''])(
    '%s is not Chat',
    (module) => {
      expect(touch({ modules: [module] })).toEqual([]);
    },
  );

  it('a dot in a file name is no separator', () => {
    expect(touch({ paths: ['src/deep/invoice.ts'] })).toEqual(['Billing: path src/deep/invoice.ts']);
    expect(touch({ paths: ['src/invoice/ts'] })).toEqual([]);
  });

  it('a message counts as a whole, in any case, over several lines', () => {
    expect(touch({ messages: ['Optional\nAUTHENTICATION failed: a/b'] })).toEqual([
      'Sign-in: message like *authentication*',
    ]);
  });

  it('names each component once, in the order of the config, with the same reason for any order of the input', () => {
    const modules = ['netra_backend.app.websocket_core.b', 'logging', 'netra_backend.app.websocket_core.a'];
    const messages = ['SessionMiddleware must be installed', 'authentication failed'];
    const expected = ['Chat: module netra_backend.app.websocket_core.a', 'Sign-in: message like *authentication*'];
    expect(touch({ modules, messages })).toEqual(expected);
    expect(touch({ modules: modules.toReversed(), messages: messages.toReversed() })).toEqual(expected);
  });

  it('a name far longer than any module matches nothing', () => {
    expect(touch({ modules: [`netra_backend.app.websocket_core.${'a.'.repeat(5_000)}`] })).toEqual([]);
  });
});

describe('messageMatches', () => {
  it.each([
    ['abc', 'ABC', true],
    ['abc', 'abcd', false],
    ['abc*', 'abcd', true],
    ['*bc', 'abc', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['*a*b*', 'xxbxax', false],
    ['what?*', 'what? no', true],
    ['what?', 'whats', false],
    ['[a]*', '[a] (b) {c} \\ .', true],
  ])('%j over %j: %s', (glob, message, expected) => {
    expect(messageMatches(glob, message)).toBe(expected);
  });

  it('agrees with the plain definition: some text can stand for each star', () => {
    const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\n'), maxLength: 8 });
    const byDefinition = (glob: string, text: string): boolean => {
      if (glob === '') return text === '';
      if (glob[0] !== '*') return glob[0] === text[0] && text !== '' && byDefinition(glob.slice(1), text.slice(1));
      return byDefinition(glob.slice(1), text) || (text !== '' && byDefinition(glob, text.slice(1)));
    };
    fc.assert(
      fc.property(small, small, (glob, text) => messageMatches(glob, text) === byDefinition(glob, text)),
      { numRuns: 3_000 },
    );
  });

  it('takes no time over a hostile message', () => {
    const message = 'a'.repeat(300_000);
    const started = performance.now();
    expect(messageMatches(`${'*a'.repeat(40)}*b`, message)).toBe(false);
    expect(messageMatches(`*${'a'.repeat(60)}b*`, message)).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
