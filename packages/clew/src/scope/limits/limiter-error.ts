import { ClewError } from "../../record/index.js";

/** A place of a limiter was taken twice by one borrower, or given back by one who has none. Trio's `RuntimeError`. */
export class LimiterError extends ClewError {
  static readonly code = "CLEW_LIMITER";
  override readonly name = "LimiterError";
  readonly code = LimiterError.code;

  constructor(act: "acquire" | "release", isNamed: boolean) {
    super(
      act === "acquire"
        ? "Cannot acquire a place of the limiter: this borrower holds one or waits for one, and a second could wait for the first " +
            "for ever; release the first, or name another borrower"
        : `Cannot release a place of the limiter: ${isNamed ? "this borrower holds none" : "none is held without a borrower"}; ` +
            "release once for each acquire, with the borrower that acquired, or use run(fn)",
    );
  }
}
