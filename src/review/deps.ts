import type { Redactor } from '../collect/redact.ts';
import type { Config } from '../config/schema.ts';
import type { GitHub } from '../github/client.ts';
import type { Store } from '../store/open.ts';

/** What a decision on a draft needs. */
export interface DecisionDeps {
  readonly store: Store;
  /** RFC 3339. */
  readonly now: () => string;
}

/** What an act needs that writes text, or looks at the run a draft comes from. */
export interface ReviewDeps extends DecisionDeps {
  readonly config: Config;
  /** Hides the secrets in what a person types. */
  readonly redactor: Redactor;
}

/** What an act needs that reads an issue as it is now. */
export interface LiveDeps extends ReviewDeps {
  /** Opens a repository, owner/name; called only when it is needed. */
  readonly openGitHub: (repository: string) => Promise<GitHub>;
}
