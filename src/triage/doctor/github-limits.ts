import { z } from 'zod';
import { formatNumber } from '../../wording/words.ts';
import { type Check, type Finding, ok, warning, wrong } from './finding.ts';
import { needsToken, obstacleIn, type Viewer } from './github-viewer.ts';

const Limit = z.looseObject({ limit: z.int(), remaining: z.int(), reset: z.int() });
const Limits = z.looseObject({ resources: z.looseObject({ core: Limit, search: Limit }) });

/** A run with many problems asks GitHub some hundred times. */
const FEW = 300;

/** How often may GitHub be asked before it says no? Asking for that costs nothing. */
export function githubLimitsCheck(viewer: () => Promise<Viewer>): Check {
  return { name: 'github.limits', title: 'rate limits', examine: () => look(viewer) };
}

async function look(viewer: () => Promise<Viewer>): Promise<Finding> {
  const known = await viewer();
  if (known.kind === 'unknown') return needsToken();
  const reply = await known.probe.ask('/rate_limit');
  const obstacle = obstacleIn(reply, known.probe.origin);
  if (obstacle !== null) return obstacle;
  // https://docs.github.com/enterprise-server/rest/rate-limit/rate-limit
  if (reply.kind === 'answer' && reply.status === 404) return ok('this GitHub sets none');
  const limits = reply.kind === 'answer' ? Limits.safeParse(reply.body) : null;
  if (!limits?.success) return warning('GitHub does not say what is left of them', 'Nothing, unless runs are refused.');
  return judge(limits.data.resources);
}

function judge({ core, search }: z.infer<typeof Limits>['resources']): Finding {
  const says = `${left(core)} left until ${resetOf(core)}, searches ${left(search)}`;
  if (core.remaining === 0) return wrong(says, 'Wait until then, or find out what else uses this token.');
  if (core.remaining < FEW)
    return warning(says, 'A run may have to wait for GitHub. Does anything else use this token?');
  return ok(says);
}

function left({ remaining, limit }: z.infer<typeof Limit>): string {
  return `${formatNumber(remaining)} of ${formatNumber(limit)}`;
}

/** GitHub's window is an hour: the time alone says it. */
function resetOf({ reset }: z.infer<typeof Limit>): string {
  return `${new Date(reset * 1000).toISOString().slice(11, 16)} UTC`;
}
