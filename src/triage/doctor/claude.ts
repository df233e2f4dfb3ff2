import type { GoogleCredentials } from '../../collect/google-credentials.ts';
import type { Config } from '../../config/schema.ts';
import type { ClaudeAccess } from '../../investigate/claude/connect.ts';
import type { ModelProbe } from '../../investigate/claude/probe.ts';
import { ConfigError } from '../../model/errors.ts';
import { joinWords } from '../../wording/words.ts';
import { chooseInvestigator } from '../choose-investigator.ts';
import { type Check, type Finding, ok, warning, wrong } from './finding.ts';

type Direct = ClaudeAccess & { provider: 'anthropic' };

export interface ClaudeSettings {
  readonly claude: Config['claude'];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a model is there; costs nothing. */
  readonly probe: (access: Direct, model: string) => Promise<ModelProbe>;
  readonly findCredentials: () => Promise<Pick<GoogleCredentials, 'kind'>>;
}

const WITHOUT = 'Or give --investigator rules, which needs no key.';

/** Is there a way to Claude, and does it take the key and know the models? Nothing is paid. */
export function claudeCheck(settings: ClaudeSettings): Check {
  return { name: 'claude', title: 'Claude', examine: () => look(settings) };
}

async function look(settings: ClaudeSettings): Promise<Finding> {
  const { claude, env } = settings;
  let access: ClaudeAccess | null;
  try {
    access = chooseInvestigator(undefined, { claude }, env).access;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [says = '', ...mend] = error.message.split(/(?<=\.) /);
    return wrong(says.replace(/\.$/, ''), mend.join(' '));
  }
  if (access === null) return ok('no key; rules investigate');
  return access.provider === 'vertex' ? lookAtVertex(access.project, settings) : askDirectly(access, settings);
}

async function lookAtVertex(project: string, { findCredentials }: ClaudeSettings): Promise<Finding> {
  const { kind } = await findCredentials();
  if (kind === 'none' || kind === 'unusable') {
    return wrong(
      `Vertex project ${project} is set, but no credentials of Google Cloud can be used`,
      `Run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS.\n${WITHOUT}`,
    );
  }
  return ok(
    `Vertex project ${project} is set; sub-agents investigate`,
    'access to Claude there, which Vertex tells only when it is asked',
  );
}

async function askDirectly(access: Direct, { claude, probe }: ClaudeSettings): Promise<Finding> {
  // What a header cannot carry is never sent, and nobody is told what it was.
  if (!/^[\x21-\x7e]+$/.test(access.apiKey)) {
    return wrong('ANTHROPIC_API_KEY holds a line break, a space or another letter that no key has', 'Set it again.');
  }
  const models = [...new Set([claude.model, ...Object.values(claude.models)])];
  const answers = await Promise.all(models.map(async (model) => ({ model, answer: await probe(access, model) })));
  const bad = answers.map(({ model, answer }) => problemOf(answer, model, access)).find((found) => found !== null);
  if (bad !== undefined) return bad;
  const are = models.length === 1 ? 'is' : 'are';
  return ok(
    `key accepted, ${joinWords(models)} ${are} there; sub-agents investigate`,
    'whether credit is left, which Claude tells only on real questions',
  );
}

/** Null = there is none. */
function problemOf(answer: ModelProbe, model: string, { baseUrl }: Direct): Finding | null {
  const [address, advice] =
    baseUrl === undefined
      ? ['api.anthropic.com', 'Check the network.']
      : [new URL(baseUrl).host, 'Check the network, and ANTHROPIC_BASE_URL.'];
  if ('failed' in answer) return wrong(`${answer.failed} from ${address}`, `${advice}\n${WITHOUT}`);
  const { status } = answer;
  if (status === 200) return null;
  if (status === 401) {
    return wrong(
      'Claude does not accept the key: it is revoked or mistyped',
      `Make one in the Claude Console and set ANTHROPIC_API_KEY.\n${WITHOUT}`,
    );
  }
  if (status === 403) {
    return wrong(`the key may not use ${model}`, `Allow it in its workspace, or set another key.\n${WITHOUT}`);
  }
  if (status === 404 && baseUrl === undefined) {
    return wrong(
      `key accepted, but there is no model ${model}`,
      'Correct claude.model or claude.models in the config.',
    );
  }
  if (status === 429 || status >= 500) return warning(`${address} answers ${status} for now`, 'Ask again later.');
  return warning(
    `${address} answers ${status} to the question whether ${model} is there`,
    'A gateway may not know this question. If runs fail, check ANTHROPIC_BASE_URL and claude.model.',
  );
}
