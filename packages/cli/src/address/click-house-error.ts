import { ToldError } from "../told-error.js";

/** An obstacle on the way to ClickHouse, or in it. */
export class ClickHouseError extends ToldError {
  override readonly name = "ClickHouseError";
  /** The server's own number for what went wrong, where it answered. */
  readonly serverCode: number | undefined;

  constructor(code: string, message: string, serverCode?: number) {
    super(code, message);
    this.serverCode = serverCode;
  }
}
