import type { Pins } from '../model/pins.ts';
import type { Ruling } from '../model/ruling.ts';

/** The pins of the config and those that reviewers made, which come behind them. */
export function withRuledPins(pins: Pins, rulings: readonly Ruling[]): Pins {
  const of = (kind: 'together' | 'apart'): string[][] =>
    rulings.flatMap(({ rule }) => (rule.kind === kind ? [rule.patterns] : []));
  return { together: [...pins.together, ...of('together')], apart: [...pins.apart, ...of('apart')] };
}
