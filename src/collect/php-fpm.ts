const SAID = ' said into std';
const HEAD = /^(?:\[[^\]]{1,80}\] )?WARNING: \[pool [^\]\s]{1,80}\] child \d{1,10} said into std(?:err|out): "/;

/**
 * What a child of php-fpm said, without what php-fpm wrote around it: `WARNING: [pool www] child 31 said into stderr: "…"`,
 * a warning whatever it is. Null where a text is not that.
 * https://www.php.net/manual/en/install.fpm.configuration.php#catch-workers-output
 */
export function saidByChild(text: string): string | null {
  if (!text.includes(SAID)) return null;
  const head = HEAD.exec(text.slice(0, 400));
  return head === null ? null : text.slice(head[0].length).replace(/"(?:, pipe is closed)?\s{0,8}$/, '');
}
