/** An obstacle to a store. Ends with status 2. */
export class StoreError extends Error {
  readonly code: string;
  /** The file of the store, where it is about one. */
  readonly path: string | undefined;

  constructor(code: string, message: string, options: { readonly cause?: unknown; readonly path?: string } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.path = options.path;
    this.name = "StoreError";
    this.code = code;
  }
}
