import { spawn } from 'node:child_process';

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly finished: Promise<Finished>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it said so far. */
  readonly stderr: () => string;
  /** Waits until stderr says this; throws what it said where the program ended first. */
  readonly heard: (what: RegExp) => Promise<string>;
}

interface Surroundings {
  readonly cwd: string;
  /** All of its environment: nothing of this process's reaches it. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

/** Starts a program and collects what it says. */
export function startChild(command: string, args: readonly string[], { cwd, env, stdin = '' }: Surroundings): Started {
  const child = spawn(command, args, { cwd, env, stdio: 'pipe' });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {
    // The program may end before it has read its input; its exit code says whether that was right.
  });
  child.stdin.end(stdin);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const heard = (what: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = (): void => {
        const [said] = what.exec(stderr) ?? [];
        if (said !== undefined) resolve(said);
      };
      child.stderr.on('data', look);
      look();
      child.on('close', () => reject(new Error(`it ended before it said ${what}: ${stderr}`)));
    });
  return { finished, kill: (signal) => child.kill(signal), stderr: () => stderr, heard };
}

/** Runs it to its end. */
export function runChild(command: string, args: readonly string[], surroundings: Surroundings): Promise<Finished> {
  return startChild(command, args, surroundings).finished;
}
