import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phraseOf } from '../../src/investigate/phrase.ts';
import { profileOf } from '../../src/investigate/profile.ts';
import { issueQueries, pullRequestQueries } from '../../src/investigate/queries.ts';
import { compare } from '../../src/investigate/similarity.ts';
import { termsOf } from '../../src/investigate/terms.ts';
import { wordsOf } from '../../src/investigate/vocabulary.ts';
import { BUFFER, clusterOf, DEV_LAUNCHER, type Problem, ROUTING, SESSION, THREAD } from './problems.ts';

const TRACEBACK = `Traceback (most recent call last):
  File "/app/shop/core/start.py", line 88, in start
    load()
  File "/app/shop/middleware/gcp_auth.py", line 23, in load
    import shop.monitoring
ModuleNotFoundError: No module named 'shop.monitoring'`;

describe('words', () => {
  it.each([
    ['SessionMiddleware', 'session_middlewares'],
    ['inconsistent', 'inconsistency'],
    ['utilisation', 'Utilization'],
    ['HTTPServer', 'http server'],
    ['generating', 'generation'],
  ])('are the same in %s and %s', (a, b) => {
    expect(wordsOf(a)).toEqual(wordsOf(b));
  });

  it('are not the same in different words', () => {
    expect(wordsOf('session')).not.toEqual(wordsOf('middleware'));
    expect(wordsOf('dev_launcher')).not.toEqual(wordsOf('dev_lawyer'));
  });
});

describe('terms', () => {
  const heaviest = (problem: Problem, count: number) =>
    termsOf(clusterOf(problem))
      .slice(0, count)
      .map(({ text }) => text);

  it('begin with what only this problem names', () => {
    expect(heaviest(ROUTING, 3)).toEqual(['can_handle', 'route_message', 'websocket_core.handlers']);
    expect(heaviest(DEV_LAUNCHER, 2)).toEqual(['dev_launcher', 'ModuleNotFoundError']);
    expect(heaviest(SESSION, 2)).toEqual(['SessionMiddleware', 'request.session']);
    expect(heaviest(BUFFER, 1)).toEqual(['AUTH_HEALTH_CHECK_TIMEOUT']);
    expect(heaviest(THREAD, 3)).toEqual(['run_id', 'thread_id', '_validate_id_consistency']);
    expect(heaviest({ message: TRACEBACK }, 2)).toEqual(['shop.monitoring', 'gcp_auth.py']);
  });

  it('hold no ids, no severities, no numbers and not the log call', () => {
    const texts = [ROUTING, DEV_LAUNCHER, SESSION, BUFFER, THREAD].flatMap((problem) =>
      termsOf(clusterOf(problem)).map(({ text }) => text),
    );
    expect(
      texts.filter((text) => /\d|^(?:error|warning|alert|failed|callHandlers|logging|redacted)$/i.test(text)),
    ).toEqual([]);
  });

  it('do not repeat as words what a name already says', () => {
    expect(termsOf(clusterOf(SESSION)).map(({ text }) => text.toLowerCase())).not.toContain('middleware');
  });
});

describe('queries', () => {
  it('go from strict to loose', () => {
    expect(issueQueries(clusterOf(SESSION))).toEqual([
      { text: 'SessionMiddleware must be installed to access', by: 'phrase' },
      { text: 'SessionMiddleware', by: 'words' },
      { text: 'session middleware request', by: 'meaning' },
      { text: 'SessionMiddleware request.session installed checkout', by: 'any' },
    ]);
  });

  it('look in pull requests for what the error says and for its rarest name, once where one holds the other', () => {
    expect(pullRequestQueries(clusterOf(SESSION))).toEqual([{ text: 'SessionMiddleware', by: 'words' }]);
    expect(pullRequestQueries(clusterOf(THREAD))).toEqual([
      { text: 'This may indicate inconsistent ID generation', by: 'phrase' },
      { text: 'run_id', by: 'words' },
    ]);
    expect(pullRequestQueries(clusterOf({ message: TRACEBACK }))).toContainEqual({
      text: 'shop.monitoring',
      by: 'words',
    });
  });

  it.each([
    [
      'the words that tell most',
      'Payment capture failed for order 4711: gateway refused',
      'Payment capture failed for order',
    ],
    ['nothing across a value', "user 'ada' lost a basket, order 12 of the shop lost a cart", 'of the shop lost a cart'],
    ['six words at most', 'Elasticsearch cluster refuses shards since quorum broke yesterday evening', null],
    ['nothing where no word is its own', 'request failed with an error', null],
    ['nothing of two words', 'Quorum lost', null],
  ])('quote %s', (what, message, phrase) => {
    const found = phraseOf(clusterOf({ message }));
    if (what.startsWith('six')) expect(found?.split(' ')).toHaveLength(6);
    else expect(found).toBe(phrase);
  });

  it('quote in a moment, however hostile the text', () => {
    const started = performance.now();
    for (const piece of ['a.', 'a-', '_', '. ', 'ab ', ' \n'])
      phraseOf(clusterOf({ message: `x ${piece.repeat(20_000)}` }));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('are few, short and free of what GitHub reads as an instruction, whatever the message', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }), fc.lorem()), (text) => {
        const cluster = clusterOf({ message: `x ${text}` });
        const queries = [...issueQueries(cluster), ...pullRequestQueries(cluster)];
        expect(issueQueries(cluster).length).toBeLessThanOrEqual(4);
        expect(queries.filter(({ by }) => by === 'meaning').length).toBeLessThanOrEqual(1);
        for (const { text: query } of queries) {
          expect(query.split(' ').length).toBeLessThanOrEqual(6);
          expect(query).not.toMatch(/[":]/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('similarity', () => {
  const seenOnce = () => 1;
  const issue = (title: string, body = '') => ({ title, body, labels: [], state: 'open' as const });

  it('says in words what is shared', () => {
    expect(
      compare(
        profileOf(clusterOf(SESSION)),
        issue('SessionMiddleware is missing', 'so request.session fails'),
        seenOnce,
      ),
    ).toMatchObject({
      reasons: [
        'share the names `SessionMiddleware` and `request.session`',
        'say of `SessionMiddleware` in one sentence that it is something missing',
        'speak of the same kind of error, something missing',
      ],
      objections: [],
      same: true,
    });
  });

  it('says in words what speaks against it', () => {
    const docs = compare(profileOf(clusterOf(SESSION)), issue('Docs: SessionMiddleware'), seenOnce);
    expect(docs).toMatchObject({ objections: ['it is about documentation'], same: false });
  });

  it('is the same for the same texts, between 0 and 100, and 0 where nothing is shared', () => {
    const profile = profileOf(clusterOf(THREAD));
    fc.assert(
      fc.property(fc.string(), fc.string(), (title, body) => {
        const { score } = compare(profile, issue(title, body), seenOnce);
        expect(score).toBe(compare(profile, issue(title, body), seenOnce).score);
        expect(Number.isInteger(score) && score >= 0 && score <= 100).toBe(true);
      }),
    );
    expect(compare(profile, issue('Billing', 'prices'), seenOnce).score).toBe(0);
  });

  it('takes a moment at most, however hostile the text', () => {
    const profile = profileOf(clusterOf(THREAD));
    const started = performance.now();
    for (const piece of ["'", '=', 'a_', 'thread id mismatch ', '`', 'x.', '- \n', '``` \n', 'A', '! a']) {
      compare(profile, issue(piece.repeat(100), piece.repeat(30_000)), seenOnce);
      profileOf(clusterOf({ message: `run_id ${piece.repeat(3000)}` }));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
