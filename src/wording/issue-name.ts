/** `#12`, or `acme/payments#12` where that is not the repository spoken of. */
export function issueName(number: number, repository?: string): string {
  return `${repository ?? ''}#${number}`;
}
