import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.ts';
import { repositoriesFor, repositoriesIn, routeOf, withoutRoutes } from '../../src/config/routing.ts';
import { Config } from '../../src/config/schema.ts';

const config = Config.parse({
  repository: 'acme/shop',
  services: [{ names: ['mailer'], repository: 'acme/mail' }],
  components: [
    { name: 'Everything', paths: ['**'], importance: 'important' },
    { name: 'Payments', paths: ['app/payments/**'], messages: ['*payment*'], repository: 'acme/payments' },
    { name: 'Web', paths: ['app/**'], modules: ['app.web.**'], repository: 'acme/web' },
    { name: 'Refunds', modules: ['app.refunds'], repository: 'Acme/Payments' },
  ],
});

const route = (...places: string[]) =>
  routeOf(
    config,
    places.map((place) => (place.includes('/') ? { module: '', file: place } : { module: place, file: '' })),
  );

describe('routeOf', () => {
  it.each([
    [['app/payments/capture.py'], 'acme/payments', 'component Payments (path app/payments/capture.py)'],
    [['app/main.py'], 'acme/web', 'component Web (path app/main.py)'],
    [['app.web.pages'], 'acme/web', 'component Web (module app.web.pages)'],
    [['app.refunds'], 'Acme/Payments', 'component Refunds (module app.refunds)'],
  ])('sends %s to %s', (places, repository, by) => {
    expect(route(...places)).toEqual({ repository, by });
  });

  it('takes the place nearest to the cause that a component with a repository has', () => {
    expect(route('app/payments/capture.py', 'app/main.py')?.repository).toBe('acme/payments');
    expect(route('app/main.py', 'app/payments/capture.py')?.repository).toBe('acme/web');
    expect(route('lib/http.py', 'app/payments/capture.py')?.repository).toBe('acme/payments');
  });

  it('sends nothing where no such component is touched, whatever a message says', () => {
    expect(route('lib/http.py', 'payment failed for app')).toBeNull();
    expect(route('', '/')).toBeNull();
    expect(route()).toBeNull();
    expect(routeOf(withoutRoutes(config), [{ module: 'app.refunds', file: 'app/payments/capture.py' }])).toBeNull();
  });
});

describe('the repositories of a config', () => {
  it('are each listed once, whatever their case', () => {
    expect(repositoriesIn(config)).toEqual(['acme/shop', 'acme/mail', 'acme/payments', 'acme/web']);
    expect(repositoriesFor(config, 'ACME/Web')).toEqual(['ACME/Web', 'acme/payments']);
    expect(repositoriesFor(config, null)).toEqual(['acme/payments', 'acme/web']);
    expect(repositoriesFor(withoutRoutes(config), '')).toEqual([]);
  });

  it('are refused on a component that knows its problems by messages alone, since anybody can write those', () => {
    const text = 'components:\n  - name: Payments\n    messages: ["*payment*"]\n    repository: acme/payments\n';
    expect(() => parseConfig(text, 'log-gardener.yaml')).toThrow(
      'log-gardener.yaml:4:5 components[0].repository: needs modules or paths beside it',
    );
  });
});
