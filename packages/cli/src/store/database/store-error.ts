import { ToldError } from "../../told-error.js";

/** An obstacle to a store. */
export class StoreError extends ToldError {
  override readonly name = "StoreError";
  /** The file of the store, where it is about one. */
  readonly path: string | undefined;

  constructor(code: string, message: string, options: { readonly cause?: unknown; readonly path?: string } = {}) {
    super(code, message, "cause" in options ? { cause: options.cause } : undefined);
    this.path = options.path;
  }
}
