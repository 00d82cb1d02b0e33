import { ToldError } from "../told-error.js";

/** The program asked for cannot be attached to, or has gone. */
export class AttachError extends ToldError {
  override readonly name = "AttachError";
  override readonly status = 1;

  constructor(message: string) {
    super("CLEW_CANNOT_ATTACH", message);
  }
}
