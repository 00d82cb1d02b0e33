/** Nobody can be attached to as it was asked for, or who was is gone. Ends with status 1. */
export class AttachError extends Error {
  readonly code = "CLEW_CANNOT_ATTACH";

  constructor(message: string) {
    super(message);
    this.name = "AttachError";
  }
}
