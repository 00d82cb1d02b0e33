import { hub } from "../hub/index.js";

/**
 * Keeps what crosses a bridge from coming back over it. A line of a neighbour that becomes a message is not told to
 * the neighbour again; and what the neighbour logs while a destination writes to it does not become a message, for
 * that would be written too. Everything that a bridge does is synchronous, so a flag is enough.
 */
export class Crossing {
  #isBusy = false;

  /** Into our log. */
  inward(log: () => void): void {
    if (hub.depth === 0) this.#cross(log);
  }

  /** From our log to the neighbour. */
  outward(write: () => void): void {
    this.#cross(write);
  }

  #cross(act: () => void): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      act();
    } finally {
      this.#isBusy = false;
    }
  }
}
