/** What each of so many services logged: two problems of its own. */
export function logsOfServices(services: number): Map<string, string[]> {
  const logs = new Map<string, string[]>();
  for (let nth = 0; nth < services; nth++) {
    const word = nth.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
    // Not a word in common: what services say alike would be one problem of them all.
    logs.set(`service-${nth}`, [
      `Ledger${word} refused${word} booking${word}`,
      `Mailer${word} lost${word} template${word}`,
    ]);
  }
  return logs;
}

export const PROBLEMS_OF_A_SERVICE = 2;
