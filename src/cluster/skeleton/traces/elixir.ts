import type { Frame } from '../../../model/cluster.ts';
import type { StackTrace } from './stack-trace-shape.ts';

/** `** (KeyError) key :email not found`; what only says that a process ended (`** (exit) …`) has a small name. */
const RAISED = /^\s{0,40}\*\* \((?!EXIT\))([A-Z][\w.]{0,200})\) ?(.{0,4000})$/;
const ENDED = /^\s{0,40}\*\* \((exit|stop|throw)\) ?(.{0,4000})$/;
const FRAME = /^\s{1,40}(?:\((\w{1,100}) [^)\s]{1,60}\) )?(\S{1,500}\.(?:exs?|erl|eex|heex)):(\d{1,9}): (\S.{0,500})$/;
/** Lines of a message that are kept. */
const MOST_MESSAGE_LINES = 10;

/** Applications of the language and of the frameworks that most services are built on. */
const LIBRARIES: ReadonlySet<string> = new Set(
  (
    'elixir stdlib kernel erts mix logger ssl phoenix phoenix_live_view phoenix_pubsub plug plug_cowboy plug_crypto ' +
    'cowboy cowlib ranch bandit thousand_island ecto ecto_sql db_connection postgrex myxql tds tesla finch mint ' +
    'nimble_pool req hackney httpoison oban broadway gen_stage absinthe jason poison telemetry telemetry_poller'
  ).split(' '),
);

/** What Elixir says of a process that an exception ended: `** (Type) message`, then its frames, innermost first. */
export function parseElixirTrace(text: string): StackTrace | null {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const raised = lines.findIndex((line) => RAISED.test(line));
  // Where nothing was raised, why the process ended.
  const at = raised === -1 ? lines.findIndex((line) => ENDED.test(line)) : raised;
  const [, type = '', message = ''] = (raised === -1 ? ENDED : RAISED).exec(lines[at] ?? '') ?? [];
  if (at === -1) return null;
  const rest = lines.slice(at + 1);
  const first = rest.slice(0, MOST_MESSAGE_LINES).findIndex((line) => readElixirFrame(line) !== null);
  const said = [message, ...rest.slice(0, Math.max(0, first))];
  const frames: Frame[] = [];
  // What follows the frames is the process' own state.
  for (const line of first === -1 ? [] : rest.slice(first)) {
    const frame = readElixirFrame(line);
    if (frame === null) break;
    frames.push(frame);
  }
  return {
    head: lines.slice(0, at).join('\n').trim(),
    thrown: [{ type, message: said.join('\n').trim(), frames: frames.reverse() }],
  };
}

/** `    (shop 0.1.0) lib/shop/mailer.ex:22: Shop.Mailer.send/1` */
export function readElixirFrame(line: string): Frame | null {
  const match = line.includes('.e') ? FRAME.exec(line) : null;
  if (match === null) return null;
  const [, application = '', file = '', number = '', name = ''] = match;
  const own = !LIBRARIES.has(application) && !file.startsWith('deps/') && !file.endsWith('.erl');
  return { file, function: plainName(name), line: Number(number), own, code: '' };
}

/** `anonymous fn/2 in Shop.Mailer.send/1`, `Shop.Mailer.send(%{}, nil)` → `Shop.Mailer.send` */
function plainName(name: string): string {
  return name.replace(/^anonymous fn\/\d{1,3} in /, '').replace(/\(.*$|\/\d{1,3}$/, '');
}
