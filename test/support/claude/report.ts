/** Arguments of `submit_report` that need no mending, for a log that says that the basket is over its quota. */
export function submission(overrides: Record<string, unknown> = {}): { name: string; args: object } {
  return {
    name: 'submit_report',
    args: {
      decision: 'create',
      issue: null,
      because: 'no issue speaks of the quota',
      impact: 'Orders with a full basket fail.',
      currentBehaviour: 'Saving the basket fails.',
      expectedBehaviour: 'The basket is saved.',
      analysis: 'The quota of the basket is likely too small.',
      nextAction: 'Check the quota of the basket.',
      related: [],
      ...overrides,
    },
  };
}
