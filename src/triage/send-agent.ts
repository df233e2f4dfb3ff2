import type { Redactor } from '../collect/redact.ts';
import { redactOutgoing } from '../collect/redact-outgoing.ts';
import { systemClock } from '../collect/system-clock.ts';
import type { GitHub } from '../github/client.ts';
import { type Budget, createBudget } from '../investigate/claude/budget.ts';
import { investigateByClaude, type Subject } from '../investigate/claude/claude.ts';
import { withLimits } from '../investigate/claude/limits.ts';
import type { Model } from '../investigate/claude/model.ts';
import { INVESTIGATOR_PROMPT, loadPrompt, type Prompt } from '../investigate/claude/prompt.ts';
import type { Toolbox } from '../investigate/toolbox.ts';
import type { RevisionSpan } from '../model/completeness.ts';
import type { Investigation } from '../model/report.ts';
import { endTranscript, openTranscript, saveTurn } from '../store/transcripts.ts';
import type { TriageDeps, TriageRequest } from './request.ts';

/** What the sub-agents of one run share: the way to the model at its pace, the prompt, the dollars. */
export interface Agency {
  readonly model: Model;
  readonly prompt: Prompt;
  readonly budget: Budget;
}

/** Null = no model is asked. */
export async function openAgency(request: TriageRequest, deps: TriageDeps): Promise<Agency | null> {
  if (request.investigator.name !== 'claude' || deps.openModel === undefined) return null;
  const { claude } = deps.config;
  const onWait = (text: string): void => deps.onEvent({ kind: 'note', text });
  return {
    model: withLimits(await deps.openModel(), claude, deps.modelClock ?? systemClock, onWait),
    prompt: await loadPrompt(INVESTIGATOR_PROMPT),
    budget: createBudget(request.maxUsd ?? null),
  };
}

/** Sends one sub-agent out for a cluster; each of its turns is in the store before the next. Null = it was called off. */
export function sendAgent(
  subject: Subject,
  scene: {
    readonly agency: Agency;
    readonly toolbox: Toolbox;
    /** That counts the cluster's requests; null = it cannot be asked. */
    readonly github: GitHub | null;
    readonly revisions: readonly RevisionSpan[];
    readonly redactor: Redactor;
    readonly deps: TriageDeps;
  },
): Promise<Investigation | null> {
  const { agency, toolbox, github, revisions, redactor, deps } = scene;
  const { fingerprint, title } = subject.cluster;
  const key = { run: subject.run.id, fingerprint };
  return investigateByClaude(subject, {
    ...agency,
    toolbox,
    askGitHub: github === null ? async (work) => ({ result: await work(), requests: 0 }) : github.askForAgent,
    revisions,
    config: deps.config,
    transcript: {
      open: async (opening) => {
        const begun = await openTranscript(deps.store, key, opening);
        const { turns } = begun;
        // What this very run paid before it was cut short, or when it was run the first time, is part of its cost.
        for (const turn of turns.filter(({ paidBy }) => paidBy === key.run)) {
          agency.budget.spend(turn);
          github?.countEarlier(turn.reply?.requests ?? 0);
        }
        if (turns.length > 0 && begun.ended === null) {
          deps.onEvent({ kind: 'note', text: `Goes on after ${turns.length} turns that were paid before: ${title}` });
        }
        return begun;
      },
      save: (paid) => saveTurn(deps.store, key, paid),
      end: (how) => endTranscript(deps.store, key, how),
    },
    redact: (text) => redactOutgoing(text, redactor),
    onTurn: (news) => deps.onEvent({ kind: 'turn', title, ...news }),
    signal: deps.signal ?? new AbortController().signal,
  });
}
