import { ToldError } from "../told-error.js";

/** Nothing can be received, and the text says what to do. */
export class ReceiveError extends ToldError {
  override readonly name = "ReceiveError";
}
