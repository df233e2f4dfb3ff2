import type { LogEntry } from '../../src/model/entry.ts';
import { logEntry } from './log-entries.ts';

const MODULE = 'shop.payments.ledger';
const CAUSE = `No module named '${MODULE}'`;

const IMPORT_TRACE = `Traceback (most recent call last):
  File "/app/shop/core/setup.py", line 52, in add_payments
    from shop.middleware.audit import AuditMiddleware
  File "/app/shop/middleware/audit.py", line 23, in <module>
    from ${MODULE} import record
ModuleNotFoundError: ${CAUSE}`;

const WORKER_TRACE = `Traceback (most recent call last):
  File "/usr/local/lib/python3.11/site-packages/gunicorn/arbiter.py", line 608, in spawn_worker
    worker.init_process()
  File "/app/shop/main.py", line 49, in <module>
    app = create_app()
  File "/app/shop/core/setup.py", line 136, in create_app
    raise RuntimeError(f"Failed to set up payments: {e}")
RuntimeError: Failed to set up payments: ${CAUSE}`;

/**
 * A worker that cannot import a module, as Cloud Run shows it: `starts` restarts, one every 7 s on an instance of its
 * own, each with nine lines of the problem (five of them without a severity), two quiet ones, and two warnings that keep
 * time with it and are problems of their own.
 */
export function crashLoopEntries(starts: number): LogEntry[] {
  return Array.from({ length: starts }, (_, start) => restart(start)).flat();
}

function restart(start: number): LogEntry[] {
  const pid = 10 + (start % 4);
  const began = Date.UTC(2025, 8, 16, 0, 41, 13) + start * 7000;
  let line = 0;
  const say = (milliseconds: number, entry: Partial<LogEntry>): LogEntry => {
    line += 1;
    const { severity, ...rest } = logEntry({
      insertId: `start${start}-line${line}`,
      timestamp: new Date(began + milliseconds).toISOString(),
      labels: { instanceId: `0069c7a988${start.toString(16).padStart(30, '0')}` },
      ...entry,
    });
    return entry.severity === undefined ? rest : { severity, ...rest };
  };
  const gunicorn = (level: string, text: string) => ({
    textPayload: `[${new Date(began).toISOString().slice(0, 19).replace('T', ' ')} +0000] [${pid}] [${level}] ${text}`,
  });
  return [
    say(0, gunicorn('INFO', `Booting worker with pid: ${pid}`)),
    say(1800, {
      severity: 'WARNING',
      textPayload: "SHOP_ID contained whitespace - sanitized from 'shop\\n' to 'shop'",
    }),
    say(2300, { severity: 'WARNING', textPayload: 'Tracing SDK not available - install tracing-sdk to enable it' }),
    say(2400, { severity: 'ERROR', textPayload: `CRITICAL: Payments setup failed: ${CAUSE}` }),
    say(2410, gunicorn('ERROR', 'Exception in worker process')),
    say(2411, { severity: 'ERROR', textPayload: IMPORT_TRACE, errorGroups: [{ id: 'CPTn7buPgLimLw' }] }),
    say(2412, { textPayload: 'During handling of the above exception, another exception occurred:' }),
    say(2413, { severity: 'ERROR', textPayload: WORKER_TRACE, errorGroups: [{ id: 'CJmUvoHgqq23pAE' }] }),
    say(2414, gunicorn('INFO', `Worker exiting (pid: ${pid})`)),
    say(2700, gunicorn('ERROR', `Worker (pid:${pid}) exited with code 3`)),
    say(2701, gunicorn('ERROR', 'Shutting down: Master')),
    say(2702, gunicorn('ERROR', 'Reason: Worker failed to boot.')),
    say(2800, { severity: 'WARNING', textPayload: 'Container called exit(3).' }),
  ];
}
