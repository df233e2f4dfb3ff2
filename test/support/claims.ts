import { type CheckedProse, checkProse } from '../../src/investigate/claims/check-prose.ts';
import type { Backing } from '../../src/model/backing.ts';
import type { Report } from '../../src/model/report.ts';

/** A report's prose with one field that says something. */
export function proseWith(text: string, field: keyof Report['prose'] = 'analysis'): Report['prose'] {
  const empty = { impact: '', currentBehaviour: '', expectedBehaviour: '', analysis: '', nextAction: '' };
  return { ...empty, [field]: text };
}

/** Checks a text as the analysis of a report. A bare string is evidence; `config: …`, `log: …`, `#12: …` are those. */
export function checkText(text: string, ...backing: readonly (string | Backing)[]): CheckedProse {
  return checkProse(proseWith(text), backing.map(toBacking));
}

function toBacking(backing: string | Backing, index: number): Backing {
  if (typeof backing !== 'string') return backing;
  const [, id = '', text = ''] = /^(config|log|tracker #\d+|#\d+|E\d+): (.*)$/s.exec(backing) ?? [];
  if (id === '') return { id: `fact ${index}`, kind: 'evidence', text: backing };
  if (id === 'config') return { id: 'config:Chat', kind: 'config', text };
  if (id === 'log') return { id: `log:e${index}`, kind: 'stranger', text };
  if (id.startsWith('tracker')) return { id: id.slice('tracker '.length), kind: 'tracker', text };
  if (id.startsWith('#')) return { id: `${id} body`, kind: 'stranger', text };
  return { id, kind: 'evidence', text };
}
