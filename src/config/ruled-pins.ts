import type { Pins } from '../model/pins.ts';
import type { Ruling } from '../model/ruling.ts';
import { findContradictions } from './pins.ts';

/**
 * The pins of the config, and behind them those that reviewers made, in the order they were made. A ruling was refused
 * where it contradicted the config; where the config came to say the opposite since, the config holds.
 *
 * @returns also a sentence for each ruling that is not heeded
 */
export function withRuledPins(
  inConfig: Pins,
  rulings: readonly Ruling[],
): { readonly pins: Pins; readonly unheeded: string[] } {
  let pins = inConfig;
  const unheeded: string[] = [];
  for (const { id, rule } of rulings) {
    if (rule.kind !== 'apart' && rule.kind !== 'together') continue;
    const next = { ...pins, [rule.kind]: [...pins[rule.kind], rule.patterns] };
    if (findContradictions(next).length === 0) pins = next;
    else {
      unheeded.push(
        `Ruling ${id} of a reviewer is not heeded: the pins of the config say the opposite by now. Lift it with: log-gardener drafts lift ${id}`,
      );
    }
  }
  return { pins, unheeded };
}
