import { expect, it } from 'vitest';
import { Config } from '../../src/config/schema.ts';
import { listServices, serviceConfig } from '../../src/config/services.ts';

const config = Config.parse({
  repository: 'acme/shop',
  fleet: { schedule: '5 * * * *' },
  services: [
    { names: ['search', 'checkout'] },
    { names: ['c*'], repository: 'acme/c', maxNewIssues: 2, maxUsd: null },
    { names: ['checkout', 'cart'], repository: 'acme/money', schedule: null },
  ],
});

it('names the services in order, each once, and none for a glob', () => {
  expect(listServices(config).map(({ name }) => name)).toEqual(['cart', 'checkout', 'search']);
});

it('gives each what the last entry says that takes it in, else what holds for all', () => {
  const said = listServices(config).map(({ name, schedule, config: own }) => ({
    name,
    schedule,
    repository: own.repository,
    service: own.service,
    maxNewIssues: own.limits.maxNewIssues,
  }));
  expect(said).toEqual([
    { name: 'cart', schedule: null, repository: 'acme/money', service: 'cart', maxNewIssues: 2 },
    { name: 'checkout', schedule: null, repository: 'acme/money', service: 'checkout', maxNewIssues: 2 },
    { name: 'search', schedule: '5 * * * *', repository: 'acme/shop', service: 'search', maxNewIssues: 5 },
  ]);
  expect(serviceConfig(config, 'crypt').config.repository).toBe('acme/c');
});

it('reads the project, severity and window of a service instead of those of all', () => {
  const all = { project: 'acme', minSeverity: 'NOTICE', window: '24h', limits: { maxUsd: 9 } };
  const own = { project: 'acme-search', minSeverity: 'ERROR', window: '6h' };
  const fleet = Config.parse({ ...all, services: [{ names: ['search'], ...own, maxUsd: 2 }, { names: ['cart'] }] });
  expect(serviceConfig(fleet, 'search').config).toMatchObject({ ...own, limits: { maxUsd: 2 } });
  expect(serviceConfig(fleet, 'cart').config).toMatchObject(all);
});

it('takes the one service of a config without a list', () => {
  expect(listServices(Config.parse({ service: 'api' })).map(({ name }) => name)).toEqual(['api']);
  expect(listServices(Config.parse({}))).toEqual([]);
});

it('refuses what is no schedule, zone or repository', () => {
  for (const wrong of [
    { fleet: { schedule: 'hourly' } },
    { fleet: { timeZone: 'Europe/Atlantis' } },
    { services: [{ names: ['a'], repository: 'acme' }] },
    { services: [{ names: [] }] },
  ]) {
    expect(Config.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  }
});
