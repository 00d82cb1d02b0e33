/**
 * An error that is told in its own sentence, without a stack: what stands in the way is the person's to change. Each room has
 * kinds of its own; whoever tells them need know none, and loads none.
 */
export class ToldError extends Error {
  override readonly name: string = "ToldError";
  readonly code: string;
  /** The exit status of the command that ends with it. */
  readonly status: 1 | 2 = 2;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
