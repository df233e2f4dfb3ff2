/** Something that is not there, by the words of the runtime or the framework that misses it. */
export type Missing =
  | { kind: 'missing-module'; module: string; optional: boolean }
  | { kind: 'missing-name'; module: string; name: string }
  | { kind: 'missing-command'; command: string }
  | { kind: 'missing-attribute'; owner: string; attribute: string }
  | { kind: 'missing-value'; owner: 'undefined' | 'null' | 'None'; attribute: string }
  | { kind: 'missing-key'; key: string }
  | { kind: 'missing-variable'; variable: string }
  | { kind: 'missing-prerequisite'; what: string; use: string }
  | { kind: 'wrong-setting'; setting: string }
  | { kind: 'not-available'; what: string };

/**
 * Each takes the whole sentence of whoever misses it, not a word of it: `Cannot find module 'billing' for tenant 5` is
 * no import, `Payment service is not available` no package, and `Job SEND_INVOICE has failed` speaks of no setting.
 */
export const MISSING: readonly ((text: string) => Missing | null)[] = [
  readModule,
  readName,
  readCommand,
  readAttribute,
  (text) => {
    const [, key] = /\bKeyError: '([^'\s]{1,80})'/.exec(text) ?? [];
    return key === undefined ? null : { kind: 'missing-key', key };
  },
  (text) => {
    const [, what, use] =
      /\b(\w*[a-z]\w{0,80}[A-Z]\w{1,80}) must be installed to access ([a-z]\w{1,40}\.[a-z]\w{1,40})\b/.exec(text) ?? [];
    return what === undefined || use === undefined ? null : { kind: 'missing-prerequisite', what, use };
  },
  (text) => {
    const [, first, second] = VARIABLE.exec(text) ?? OF_VARIABLE.exec(text) ?? SETTING.exec(text) ?? [];
    const setting = first ?? second;
    return setting === undefined ? null : { kind: 'wrong-setting', setting };
  },
  (text) => {
    const [, what] =
      /(?:^|[.:\]] |- )([A-Z][\w-]{1,40}(?: [\w-]{1,40})? (?:SDK|client library|native (?:module|library)|JDBC driver|ODBC driver)) (?:is )?not (?:available|installed)\b/.exec(
        text,
      ) ?? [];
    return what === undefined ? null : { kind: 'not-available', what };
  },
];

/** What may follow where an import's complaint ends. */
const END = String.raw`(?=$|\s*[\n.,;)(]| imported from | or its )`;
const OF_PYTHON = new RegExp(String.raw`\bNo module named (?:'([\w.]{1,120})'${END}|([\w.]{1,120})$)`, 'm');
const OF_NODE = new RegExp(String.raw`\bCannot find (?:module|package) '([^'\s]{1,120})'${END}`, 'm');
/** A class's name has its package: anybody may call an exception of a school ClassNotFoundException. */
const OF_JAVA =
  /\b(?:ClassNotFoundException|NoClassDefFoundError): ((?:[\w$]{1,60}[./]){1,12}[\w$]{1,80})(?=$|[\s,;)])/m;

function readModule(text: string): Missing | null {
  const [, quoted, bare] = OF_PYTHON.exec(text) ?? OF_NODE.exec(text) ?? OF_JAVA.exec(text) ?? [];
  const module = quoted ?? bare;
  return module === undefined ? null : { kind: 'missing-module', module, optional: saysOptional(text) };
}

/** Types are called so too: `Optional[str]`. */
export function saysOptional(text: string): boolean {
  return /\boptional\b(?![[<(])/i.test(text);
}

function readName(text: string): Missing | null {
  const [, module, name] = /\bmodule '([\w.]{1,80})' has no attribute '(\w{1,80})'/.exec(text) ?? [];
  if (module !== undefined && name !== undefined) return { kind: 'missing-name', module, name };
  const [, imported, from] =
    /\bcannot import name '(\w{1,80})' from (?:partially initialized module )?'([\w.]{1,80})'/.exec(text) ?? [];
  return imported === undefined || from === undefined ? null : { kind: 'missing-name', module: from, name: imported };
}

/** `/bin/sh: 1: node: not found`, `/entrypoint.sh: line 12: gunicron: command not found`, `exec: "node": executable file not found in $PATH` */
function readCommand(text: string): Missing | null {
  // Anybody may log `orders: 42: coupon: not found`: a script has a path, the ending `sh`, or a shell's word in its line.
  const [, ofShell, ofLine, ofExec] =
    /^(?:\S{0,80}\/)?(?:ba|da|z|a)?sh: (?:(?:line )?\d{1,6}: )?([\w./+-]{1,80}): (?:command )?not found$/m.exec(text) ??
    /^()(?:(?=\S{0,119}\/)\S{1,120}|\S{0,117}\b(?:ba|da|z|a)?sh): (?:line )?\d{1,6}: ([\w./+-]{1,80}): not found$/m.exec(
      text,
    ) ??
    /^()\S{1,120}: line \d{1,6}: ([\w./+-]{1,80}): not found$/m.exec(text) ??
    /^()\S{1,120}: (?:line )?\d{1,6}: ([\w./+-]{1,80}): command not found$/m.exec(text) ??
    /()()\bexec: "([\w./+-]{1,80})": executable file not found in \$PATH/.exec(text) ??
    [];
  const command = ofShell || ofLine || ofExec;
  return command === undefined || command === '' ? null : { kind: 'missing-command', command };
}

function readAttribute(text: string): Missing | null {
  const [, owner, reading] =
    /Cannot read propert(?:y|ies) of (undefined|null) \(reading '([\w$]{1,80})'\)/.exec(text) ?? [];
  if (reading !== undefined)
    return { kind: 'missing-value', owner: owner === 'null' ? 'null' : 'undefined', attribute: reading };
  const [, type, attribute] = /'([\w.]{1,80})' object has no attribute '(\w{1,80})'/.exec(text) ?? [];
  if (type === undefined || attribute === undefined) return null;
  if (type === 'NoneType') return { kind: 'missing-value', owner: 'None', attribute };
  return { kind: 'missing-attribute', owner: type, attribute };
}

const CAPITALS = '[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){0,8}';
const COMPLAINT = '(?:is |was )?(?:not set|not defined|undefined|unset|missing|empty|invalid|required)';
const ENVIRONMENT = '(?:[Ee]nvironment variables?|[Ee]nv(?:ironment)? vars?|ENV vars?)';
/** `Environment variable STRIPE_KEY is not set` */
const VARIABLE = new RegExp(String.raw`\b${ENVIRONMENT}:? ['"\`]?(${CAPITALS})['"\`]? ${COMPLAINT}\b`);
/** `Missing required environment variable: STRIPE_KEY`, `STRIPE_KEY environment variable is not set` */
const OF_VARIABLE = new RegExp(
  String.raw`(?:\b[Mm]issing (?:required )?${ENVIRONMENT}:? ['"\`]?(${CAPITALS})\b|\b(${CAPITALS}) ${ENVIRONMENT} ${COMPLAINT}\b)`,
);
/** What settings are called; `ORDER_STATE` or `PRIMARY_KEY` may be a value, a column or an event. */
const SETTING =
  /(?:^[ \t]{0,20}|[.:\]!] |- )((?:[A-Z][A-Z0-9]{0,40}_){1,6}(?:URL|URI|HOST|PORT|SECRET|TOKEN|PASSWORD|DSN|ENV|PATH|DIR|BUCKET|REGION|ENDPOINT|CREDENTIALS|TIMEOUT|API_KEY|SECRET_KEY|SERVICE_ID|CLIENT_ID|PROJECT_ID)|SERVICE_ID|CLIENT_ID|PROJECT_ID|API_KEY|SECRET_KEY) (?:(?:is )?not set(?=$|[.,;:!)\n]| - )|must be set\b|contain(?:s|ed) whitespace\b)/m;
