import type { Member } from '../member.ts';
import { settle } from '../summary/sample.ts';

/** Names of the services that a pattern was seen in; none where its entries name none. */
export function servicesOf({ summary }: Member): string[] {
  return [...settle(summary.services).kept.keys()];
}
