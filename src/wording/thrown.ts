/** `Type: message`, or the type alone where nothing is said with it. */
export function thrownText({ type, message }: { readonly type: string; readonly message: string }): string {
  return message === '' ? type : `${type}: ${message}`;
}
