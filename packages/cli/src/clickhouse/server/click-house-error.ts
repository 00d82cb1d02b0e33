/** An obstacle on the way to ClickHouse, or in it. Ends with status 2. */
export class ClickHouseError extends Error {
  readonly code: string;
  /** The server's own number for what went wrong, where it answered. */
  readonly serverCode: number | undefined;

  constructor(code: string, message: string, serverCode?: number) {
    super(message);
    this.name = "ClickHouseError";
    this.code = code;
    this.serverCode = serverCode;
  }
}
