export type ReceiveErrorCode =
  | "CLEW_RECEIVE_FILE"
  | "CLEW_RECEIVE_HOST"
  | "CLEW_RECEIVE_PORT"
  | "CLEW_RECEIVE_WEAK_TOKEN";

/** Nothing can be received, and the text says what to do. */
export class ReceiveError extends Error {
  override readonly name = "ReceiveError";
  readonly code: ReceiveErrorCode;

  constructor(code: ReceiveErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
