import { type Check, type Finding, ok, warning } from './finding.ts';

export interface ClaudeSettings {
  readonly hasKey: boolean;
  /** Claude by way of a Google Cloud project. */
  readonly vertexProject: string | undefined;
  readonly baseUrl: string | undefined;
}

/** Is a way to Claude configured? Nothing is asked, nothing is paid. */
export function claudeCheck(settings: ClaudeSettings): Check {
  return { name: 'claude', title: 'Claude', examine: async () => judge(settings) };
}

function judge({ hasKey, vertexProject, baseUrl }: ClaudeSettings): Finding {
  const [agents, rules] = ['sub-agents investigate', 'rules investigate'];
  if (baseUrl !== undefined && !/^https?:\/\/[^/]/.test(baseUrl)) {
    return warning(
      `ANTHROPIC_BASE_URL is no address; ${rules}`,
      'Unset it, or set it to one that begins with https://.',
    );
  }
  const untried = 'the key, as Claude is not asked';
  if (hasKey) return ok(`ANTHROPIC_API_KEY is set; ${agents}`, untried);
  if (vertexProject !== undefined) return ok(`Vertex project ${vertexProject} is set; ${agents}`, 'access to Vertex');
  return ok(`no key; ${rules}`);
}
