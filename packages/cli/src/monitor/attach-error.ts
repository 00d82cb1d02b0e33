/** The program asked for cannot be attached to, or has gone. Ends with status 1. */
export class AttachError extends Error {
  readonly code = "CLEW_CANNOT_ATTACH";

  constructor(message: string) {
    super(message);
    this.name = "AttachError";
  }
}
