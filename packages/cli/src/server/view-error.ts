/** An obstacle to showing a log at all: a port that is taken, a host that is refused. Ends with status 2. */
export class ViewError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "ViewError";
    this.code = code;
  }
}
