import type { Span } from './spans.ts';

/**
 * A program that takes a secret as an argument, the option before one, or the end of the command. The argument may stand
 * in the list that Python prints: `['mysql', '-phunter2']`.
 */
const PARTS =
  /(?<![\w-])(curl|mysql(?:dump|admin|import)?|mariadb(?:-dump|-admin)?|sshpass|redis-cli|ldap(?:search|modify|add)|docker)(?![\w-])|(?<=[\s'"])(-[uUpaw]|--(?:proxy-user|user|pass)(?![\w-]))|[\r\n]|&&|, (?=[a-z])| \| /g;
const ARGUMENT = /(=|['"]?(?:,[ \t]{0,3}|[ \t]{1,3}))?['"]?([^\s'"`,]{1,256})/y;

/** Which options, and whether the argument may be set off by a space. */
const OPTIONS: readonly { program: RegExp; options: ReadonlySet<string>; attachedOnly: boolean; userFirst: boolean }[] =
  [
    {
      program: /^curl$/,
      options: new Set(['-u', '-U', '--user', '--proxy-user']),
      attachedOnly: false,
      userFirst: true,
    },
    { program: /^(?:mysql|mariadb)/, options: new Set(['-p']), attachedOnly: true, userFirst: false },
    { program: /^(?:sshpass|docker)$/, options: new Set(['-p']), attachedOnly: false, userFirst: false },
    { program: /^redis-cli$/, options: new Set(['-a', '--pass']), attachedOnly: false, userFirst: false },
    { program: /^ldap/, options: new Set(['-w']), attachedOnly: false, userFirst: false },
  ];
/** What an option's dash is followed by. */
export const COMMAND_OPTIONS = '-uUpaw';
const PROGRAM = /curl|mysql|mariadb|sshpass|redis-cli|ldap|docker/;

/** Whether any program that takes a secret is named at all. */
export function namesProgram(text: string): boolean {
  return PROGRAM.test(text);
}

/** A variable, a template, a mask. */
const NOT_A_SECRET = /^(?:[-${%<[*]|[xX]+$)/;

/** `curl -u admin:hunter2`, `mysql -phunter2`, `sshpass -p hunter2`: the password; a user's name before it stays. */
export function findCommandSecrets(text: string): Span[] {
  const spans: Span[] = [];
  let program = '';
  PARTS.lastIndex = 0;
  for (let match = PARTS.exec(text); match !== null; match = PARTS.exec(text)) {
    const [, name, option] = match;
    if (option === undefined) program = name ?? '';
    else {
      const span = argumentOf(text, PARTS.lastIndex, program, option);
      if (span !== null) {
        spans.push(span);
        PARTS.lastIndex = span.end;
      }
    }
  }
  return spans;
}

function argumentOf(text: string, at: number, program: string, option: string): Span | null {
  const rule = OPTIONS.find((each) => each.program.test(program) && each.options.has(option));
  if (rule === undefined) return null;
  ARGUMENT.lastIndex = at;
  const [, gap = '', argument = ''] = ARGUMENT.exec(text) ?? [];
  if (argument === '' || (rule.attachedOnly && gap !== '')) return null;
  if (program === 'docker' && !text.slice(Math.max(0, at - 200), at).includes('login')) return null;
  const colon = rule.userFirst ? argument.indexOf(':') : -1;
  const value = argument.slice(colon + 1);
  if ((rule.userFirst && colon === -1) || value === '' || NOT_A_SECRET.test(value)) return null;
  const end = ARGUMENT.lastIndex;
  return { start: end - value.length, end, kind: 'secret', value };
}
