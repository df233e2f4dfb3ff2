import type { Answer, AnswerBlock, Opening, UserBlock } from '../../model/transcript.ts';

/** One message of a conversation, in the API's own shape. */
export type Message =
  | { readonly role: 'user'; readonly content: readonly UserBlock[] }
  | { readonly role: 'assistant'; readonly content: readonly AnswerBlock[] };

export interface ModelRequest extends Pick<Opening, 'model' | 'effort' | 'system' | 'tools'> {
  /** The most tokens of the answer. */
  readonly maxTokens: number;
  readonly messages: readonly Message[];
}

/** A way to a model. */
export interface Model {
  /**
   * Asks once.
   *
   * @param onWritten told how many characters came, as they come: of texts, thoughts and calls of tools
   * @throws ModelError
   */
  ask(request: ModelRequest, signal: AbortSignal, onWritten: (characters: number) => void): Promise<Answer>;
}

/** The model gave no answer. */
export class ModelError extends Error {
  override name = 'ModelError';
  /** 0 = no answer at all, or one that broke off. */
  readonly status: number;
  /** Whether the same may go well when it is asked again. */
  readonly passing: boolean;
  /** How long to wait before that, as the API asked; null = it did not. */
  readonly retryAfterMs: number | null;
  constructor(
    message: string,
    about: { readonly status: number; readonly passing: boolean; readonly retryAfterMs?: number | null },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = about.status;
    this.passing = about.passing;
    this.retryAfterMs = about.retryAfterMs ?? null;
  }
}
