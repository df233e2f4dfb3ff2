import { isSameRepository, repositoriesIn } from '../config/routing.ts';
import type { Config } from '../config/schema.ts';
import { UsageError } from '../model/errors.ts';
import { joinWords } from '../wording/words.ts';

/** Longer lists help nobody. */
const MOST_NAMED = 5;

/**
 * A draft of another time may be for a repository that the config does not name any more. A config that names none lets
 * the drafts be what the command line made them for.
 *
 * @param repository of the draft, owner/name
 * @param configPath how people know the config
 * @throws UsageError
 */
export function requireNamed(repository: string, config: Config, configPath: string | null): void {
  const named = repositoriesIn(config);
  if (config.repository === '' || named.some((one) => isSameRepository(one, repository))) return;
  const more = named.length - MOST_NAMED;
  const shown = joinWords([...named.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])]);
  throw new UsageError(`The draft is for ${repository}, but ${configPath} names ${shown}. GitHub was not asked.`);
}
