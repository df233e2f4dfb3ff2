import type { CollectedEntry } from '../model/entry.ts';

/** With more values than this a label tells entries apart, not the environment. */
const FEW = 3;
/** Labels are free text: more names than this are not kept. */
const MOST_NAMES = 60;

/** What the kept entries say of where they ran. */
export interface Environment {
  add(entry: CollectedEntry): void;
  /** Names in order of code unit; values that differ are listed while they are few, else counted. */
  facts(): { name: string; value: string }[];
}

/** Collects resource type, region and labels over all kept entries; holds few values a name, whatever comes. */
export function createEnvironment(): Environment {
  const values = new Map<string, Set<string>>();
  const note = (name: string, value: string | undefined): void => {
    if (!value) return;
    const seen = values.get(name);
    if (seen) {
      if (seen.size <= FEW) seen.add(value);
    } else if (values.size < MOST_NAMES) {
      values.set(name, new Set([value]));
    }
  };
  return {
    add({ entry, service }) {
      note('service', service);
      note('resource type', entry.resource?.type);
      for (const [key, value] of Object.entries(entry.resource?.labels ?? {})) {
        if (key !== 'service_name') note(key.replaceAll('_', ' '), value);
      }
      for (const [key, value] of Object.entries(entry.labels ?? {})) note(key, value);
    },
    facts() {
      return [...values]
        .map(([name, seen]) => ({
          name,
          value: seen.size > FEW ? `more than ${FEW} values` : [...seen].sort().join(', '),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
