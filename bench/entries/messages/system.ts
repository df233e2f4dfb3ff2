import type { Messages } from './messages.ts';

/** What Cloud Run itself says of its containers, most frequent first. */
export const SYSTEM: Messages = {
  DEBUG: '',
  INFO: `
    Default STARTUP TCP probe succeeded after {small} attempt for container "app-1" on port 8080.
    Starting new instance. Reason: AUTOSCALING - Instance started due to configured scaling factors (e.g. CPU utilization, request throughput, etc.) or no existing capacity for current traffic.
    Shutting down user disabled instance.
    Starting new instance. Reason: DEPLOYMENT_ROLLOUT - Instance started due to traffic shifting between revisions due to deployment, traffic split adjustment, or deployment health check.`,
  NOTICE: '',
  WARNING: `
    Container called exit({exit}).
    LIVENESS HTTP probe failed {small} times consecutively for container "app-1" on path "/healthz".`,
  ERROR: `
    Memory limit of 512 MiB exceeded with {int} MiB used. Consider increasing the memory limit, see https://cloud.google.com/run/docs/configuring/memory-limits
    The request failed because either the HTTP response was malformed or connection to the instance had an error.`,
  CRITICAL: '',
};
