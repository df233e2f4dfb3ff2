/** An answer that is no success, with the body GitHub sends. Thrown by a route, turned into the answer at the rim. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly status: number;
  readonly errors: readonly FieldError[];
  constructor(status: number, message: string, errors: readonly FieldError[] = []) {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
export interface FieldError {
  resource: string;
  field: string;
  code: string;
  message?: string;
}

/** It has another address now. */
export class Moved extends Error {
  override name = 'Moved';
  readonly url: string;
  constructor(url: string) {
    super('Moved Permanently');
    this.url = url;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

export function validationFailed(...errors: FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', errors);
}

/** GitHub counts characters as JavaScript does not: by code point. */
export function isTooLong(text: string, most = 65_536): boolean {
  return text.length > most && [...text].length > most;
}
