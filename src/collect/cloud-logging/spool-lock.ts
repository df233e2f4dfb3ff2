import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';

/** Who has a lock: a process of some machine, or of a container of it. */
const Holder = z.object({
  /** Unlike that of any other lock. */
  id: z.string(),
  host: z.string(),
  /** Where its pid counts; see `placeOf`. */
  place: z.string(),
  pid: z.int().positive(),
  /** When it began, by its kernel; empty where the system does not say. */
  started: z.string(),
});
type Holder = z.infer<typeof Holder>;

const HEARTBEAT_MS = 10_000;
/** Whoever has not touched its lock for so long is taken for dead, where nothing else tells. */
const SILENT_MS = 60_000;
/** Nobody needs longer to write its name into a lock that it has made. */
const NAMELESS_MS = 2_000;

/** The right of one process to a folder, for as long as it keeps it. */
export interface SpoolLock {
  /** @throws SourceError where another process has taken it over */
  check(): void;
  release(): void;
}

/** Locks of this process that are not released yet. */
const held = new Set<string>();

/**
 * Takes the lock at a path. One whose process is gone is worth nothing: by its pid and start where these can be looked
 * up, else, as in another container or on another machine, by its silence.
 *
 * @param now milliseconds since 1970
 * @throws SourceError where another holds it
 */
export function takeSpoolLock(path: string, now: () => number = Date.now): SpoolLock {
  const own: Holder = {
    id: randomUUID(),
    host: hostname(),
    place: placeOf(),
    pid: process.pid,
    started: startOf(process.pid) ?? '',
  };
  while (!make(path, own)) {
    const found = look(path);
    if (found === null) continue;
    if (isHeld(found, own, now())) throw new SourceError(taken(found, path));
    // Moved aside, it is gone for one of those who saw it only; made anew meanwhile, `check` tells.
    moveAside(path, own);
  }
  held.add(own.id);
  const isOwn = (): boolean => look(path)?.holder?.id === own.id;
  const touch = (): void => {
    const seconds = now() / 1000;
    // The folder may be gone, and the lock another's.
    if (isOwn()) ignoreMissing(() => utimesSync(path, seconds, seconds));
  };
  const heartbeat = setInterval(touch, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    check() {
      if (isOwn()) return touch();
      throw new SourceError(
        `Another process has taken over ${path}, since this one stood still for long. ` +
          'What was read so far is kept: run the same command again to go on from there.',
      );
    },
    release() {
      clearInterval(heartbeat);
      held.delete(own.id);
      if (isOwn()) rmSync(path, { force: true });
    },
  };
}

interface Found {
  /** Null where it is not, or not yet, written. */
  readonly holder: Holder | null;
  readonly touchedMs: number;
}

function make(path: string, own: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Null where there is none any more. */
function look(path: string): Found | null {
  return ignoreMissing(() => {
    const touchedMs = statSync(path).mtimeMs;
    return { holder: parse(readFileSync(path, 'utf8')), touchedMs };
  });
}

function parse(text: string): Holder | null {
  try {
    return Holder.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Cut short, or of a version that wrote a pid alone.
    return null;
  }
}

function isHeld({ holder, touchedMs }: Found, own: Holder, now: number): boolean {
  const silentMs = now - touchedMs;
  if (holder === null) return silentMs < NAMELESS_MS;
  if (holder.place === own.place) {
    if (holder.pid === own.pid && holder.started === own.started) return held.has(holder.id);
    const started = startOf(holder.pid);
    if (started === null) return false;
    if (started !== '') return started === holder.started;
  }
  return silentMs < SILENT_MS;
}

function taken({ holder }: Found, path: string): string {
  const who = holder === null ? 'Another process' : `Process ${holder.pid} on ${holder.host}`;
  return `${who} is reading the same logs. Let it end; if it was killed, try again in a minute, or delete ${path}.`;
}

function moveAside(path: string, { id }: Holder): void {
  const aside = `${path}.${id}`;
  ignoreMissing(() => renameSync(path, aside));
  rmSync(aside, { force: true });
}

/**
 * What must be equal for pids to mean the same: the host; on Linux also the boot, and the namespace in which pids count:
 * in each container there is a process 1, and two containers of a pod even share their host name.
 */
function placeOf(): string {
  if (process.platform !== 'linux') return hostname();
  return ignoreMissing(() => `${readFileSync(BOOT_ID, 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`) ?? '';
}

const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** When a process of this place began; empty where it lives and the system does not say, null where it does not live. */
function startOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (hasCode(error, 'ESRCH')) return null;
  }
  if (process.platform !== 'linux') return '';
  // The 22nd field; the second is the program's name, which may hold anything. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
  const stat = ignoreMissing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function ignoreMissing<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
