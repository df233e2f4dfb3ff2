import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadRedactionKey } from '../collect/redaction-key.ts';
import { systemClock } from '../collect/system-clock.ts';
import { parseTime } from '../collect/time.ts';
import { serviceConfig } from '../config/services.ts';
import { shareGitHub, shareModel } from '../fleet/limits.ts';
import type { Metrics } from '../fleet/metrics.ts';
import { requireFleetKey } from '../fleet/same-key.ts';
import type { FleetLogging, SceneOf } from '../fleet/scene.ts';
import { keepTrackers } from '../fleet/trackers.ts';
import type { GitHub } from '../github/client.ts';
import { connectClaude } from '../investigate/claude/connect.ts';
import { clockAhead, type SharedStore } from '../store/fences.ts';
import { makeStateFolder } from '../store/state-folder.ts';
import { chooseInvestigator, requirePrices } from '../triage/choose-investigator.ts';
import type { TriageEvent } from '../triage/events.ts';
import { openPlanned, planLogging, spanOf } from '../triage/open-logging.ts';
import { openTracker } from '../triage/open-tracker.ts';
import type { Context } from './context.ts';
import { loggingDeps, selectionFrom } from './logging.ts';
import { packageVersion } from './version.ts';

/** Whoever wants to know what the jobs of a worker do. */
interface SceneWatch {
  readonly onNote: (text: string) => void;
  readonly onEvent: (event: TriageEvent) => void;
  readonly onPaid: Metrics['paid'];
  /** Calls off what waits for GitHub, or reads from it, when the worker has to end. */
  readonly signal: AbortSignal;
}

/**
 * What the jobs of a worker need of the outside, from config and environment; `now` is the time of PostgreSQL, in
 * milliseconds since 1970, `end` removes what they left on disk.
 */
export async function createScenes(
  { config, stateDir, worklogDir }: Context,
  store: SharedStore,
  investigator: string | undefined,
  { onNote, onEvent, onPaid, signal: calledOff }: SceneWatch,
): Promise<{
  sceneOf: SceneOf;
  /** The fleet's way to the repository of a service. */
  openGitHub: (service: string, repository: string) => Promise<GitHub>;
  now: () => number;
  end: () => void;
}> {
  const { investigator: chosen, access } = chooseInvestigator(investigator, config, process.env);
  if (access !== null && (config.limits.maxUsd ?? config.fleet.maxUsdPerDay) !== null) requirePrices(config);
  const ahead = await clockAhead(store, Date.now);
  const clock = (): number => Date.now() + ahead;
  makeStateFolder(stateDir);
  const redactionKey = loadRedactionKey(stateDir);
  await requireFleetKey(store, redactionKey, stateDir);
  // What is being read lies in a folder of this process: whoever takes a job over begins anew.
  const scratch = mkdtempSync(join(stateDir, 'worker-'));
  let model: ReturnType<typeof connectClaude> | undefined;
  const connect = () => {
    if (access !== null) model ??= connectClaude(access);
    return model;
  };
  const pace = { store, clock: { ...systemClock, now: clock } };
  const turn = shareGitHub(config.fleet, pace, calledOff);
  const trackers = keepTrackers(
    (settings, name) => openTracker(settings, name, store, onNote, { turn, signal: calledOff }),
    Date.now,
  );
  const sceneOf: SceneOf = async ({ service, mode, sources = [], run = null }, { store: own, signal, at }) => {
    const { config: settings } = serviceConfig(config, service);
    const { project, repository, minSeverity, limits } = settings;
    const present = parseTime(at) ?? 0n;
    const { requestLog } = settings.logging;
    const openModel = connect();
    const about = { config: settings, store: own, onNote };
    const folder = join(scratch, encodeURIComponent(service));
    const logging: FleetLogging = {
      plan: async () =>
        planLogging(
          {
            ...{ purpose: 'triage', requestLog, window: null, lookBack: spanOf(settings.window), now: present },
            selection: { ...selectionFrom(settings), minSeverity },
          },
          loggingDeps({ ...about, stateDir: folder }),
        ),
      open: (reading, slice) =>
        openPlanned(
          reading,
          loggingDeps({ ...about, stateDir: slice === null ? folder : join(folder, slice.name) }),
          slice?.of,
        ),
    };
    return {
      request: {
        sources,
        project,
        service,
        repository,
        window: null,
        minSeverity,
        mode,
        workers: 1,
        investigator: chosen,
        maxUsd: limits.maxUsd,
      },
      deps: {
        config: settings,
        store: own,
        redactionKey,
        worklogDir,
        setAside: (run) => join(stateDir, 'malformed', `${run}.ndjson`),
        ...(openModel && {
          openModel: async () => shareModel(await openModel, { config: settings, run }, { ...pace, onPaid }),
        }),
        openGitHub: (name) => trackers(settings, name),
        now: () => new Date(clock()).toISOString(),
        timing: { clock },
        version: packageVersion(),
        onEvent: (event) => {
          onEvent(event);
          if (event.kind === 'note') onNote(event.text);
        },
        signal,
      },
      logging: sources.length === 0 ? logging : null,
      sliceLength: spanOf(settings.fleet.slice),
    };
  };
  // Who tells of a run that has ended is not called off with the jobs.
  const toTell = { turn: shareGitHub(config.fleet, pace, new AbortController().signal) };
  const tellers = keepTrackers((settings, name) => openTracker(settings, name, store, onNote, toTell), Date.now);
  const openGitHub = (service: string, name: string) => tellers(serviceConfig(config, service).config, name);
  return { sceneOf, openGitHub, now: clock, end: () => rmSync(scratch, { recursive: true, force: true }) };
}
