import { Config } from '../../../src/config/schema.ts';
import { connectClaude } from '../../../src/investigate/claude/connect.ts';
import { UsageError } from '../../../src/model/errors.ts';
import { chooseInvestigator } from '../../../src/triage/choose-investigator.ts';
import type { TriageDeps, TriageRequest } from '../../../src/triage/request.ts';
import type { Scenario } from './scenario.ts';

/** What of a triage is the investigator's own: everything else is the same for all of them. */
export interface EvalInvestigator {
  readonly name: TriageRequest['investigator']['name'];
  /** For one run over one scenario. */
  readonly open: (scenario: Scenario) => Promise<{
    readonly request: Pick<TriageRequest, 'investigator'>;
    readonly deps: Partial<TriageDeps>;
    /** Turns taken so far. */
    readonly turns: () => number;
  }>;
}

/** Built in: no model, so no turns and no cost. */
export const RULES: EvalInvestigator = {
  name: 'rules',
  open: async () => ({
    request: { investigator: { name: 'rules', because: 'the scenarios are played with it' } },
    deps: {},
    turns: () => 0,
  }),
};

/** The investigator of this name. Throws UsageError for one that is not known, or that lacks what it needs. */
export function evalInvestigator(name: string, env: Readonly<Record<string, string | undefined>>): EvalInvestigator {
  if (name === 'rules') return RULES;
  if (name !== 'claude') throw new UsageError(`--investigator ${name}: give rules or claude.`);
  const { investigator, access } = chooseInvestigator('claude', Config.parse({}), env);
  if (access === null) throw new UsageError('--investigator claude: nothing leads to Claude.');
  return {
    name: 'claude',
    async open() {
      const model = await connectClaude(access);
      let turns = 0;
      return {
        request: { investigator },
        deps: {
          openModel: async () => ({
            ask(request, signal, onWritten) {
              turns += 1;
              return model.ask(request, signal, onWritten);
            },
          }),
        },
        turns: () => turns,
      };
    },
  };
}
