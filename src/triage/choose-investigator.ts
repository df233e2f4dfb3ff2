import type { Config } from '../config/schema.ts';
import type { ClaudeAccess } from '../investigate/claude/connect.ts';
import { costOf } from '../investigate/claude/prices.ts';
import { ConfigError, UsageError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Who investigates a run, why, and the way to the model where one is asked. */
export interface Investigator {
  readonly investigator: Run['investigator'];
  readonly access: ClaudeAccess | null;
}

/**
 * Claude where there is a way to it, else rules, unless somebody asks for one of them.
 *
 * @throws UsageError when Claude is asked for and nothing leads there; ConfigError for an address that is none
 */
export function chooseInvestigator(
  asked: string | undefined,
  config: Pick<Config, 'claude'>,
  env: Environment,
): Investigator {
  if (asked !== undefined && asked !== 'claude' && asked !== 'rules') {
    throw new UsageError(`--investigator "${asked}" is neither claude nor rules.`);
  }
  if (asked === 'rules') return { investigator: { name: 'rules', because: 'asked for' }, access: null };
  const access = findAccess(config, env);
  if (access !== null) {
    const because =
      access.provider === 'anthropic' ? 'ANTHROPIC_API_KEY is set' : `Vertex project ${access.project} is set`;
    return { investigator: { name: 'claude', because }, access };
  }
  if (asked === 'claude') throw new UsageError(`--investigator claude: ${missing(config)}.`);
  return { investigator: { name: 'rules', because: missing(config) }, access: null };
}

function missing({ claude }: Pick<Config, 'claude'>): string {
  switch (claude.provider) {
    case 'anthropic':
      return 'ANTHROPIC_API_KEY is not set';
    case 'vertex':
      return 'no Vertex project is set (claude.vertex.project or ANTHROPIC_VERTEX_PROJECT_ID)';
    case 'auto':
      return 'neither ANTHROPIC_API_KEY nor a Vertex project is set';
  }
}

function findAccess({ claude }: Pick<Config, 'claude'>, env: Environment): ClaudeAccess | null {
  const apiKey = env.ANTHROPIC_API_KEY;
  if (claude.provider !== 'vertex' && apiKey) {
    return { provider: 'anthropic', apiKey, baseUrl: addressOf('ANTHROPIC_BASE_URL', env) };
  }
  const project = claude.vertex.project || env.ANTHROPIC_VERTEX_PROJECT_ID;
  if (claude.provider === 'anthropic' || !project) return null;
  const region = claude.vertex.region || env.CLOUD_ML_REGION || 'global';
  return { provider: 'vertex', project, region, baseUrl: addressOf('ANTHROPIC_VERTEX_BASE_URL', env) };
}

function addressOf(name: string, env: Environment): string | undefined {
  const address = env[name] || undefined;
  if (address !== undefined && !/^https?:\/\/[^/]/.test(address)) {
    throw new ConfigError(`${name} is no address: it begins with https:// or http://. Unset it, or mend it.`);
  }
  return address;
}

/** @throws ConfigError when dollars are to be counted of a model whose price nobody knows */
export function requirePrices({ claude }: Config): void {
  const nothing = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };
  for (const model of [claude.model, ...Object.values(claude.models)]) {
    if (costOf(model, nothing, claude.prices) !== null) continue;
    throw new ConfigError(
      `What ${model} costs is not known, so no limit in dollars can be kept: set claude.prices.${model} in the config, or leave the limit out.`,
    );
  }
}
