import { ToldError } from "../told-error.js";

/** An obstacle to showing a log at all: a port that is taken, a host that is refused. */
export class ViewError extends ToldError {
  override readonly name = "ViewError";
}
