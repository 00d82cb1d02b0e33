import type { NavigationKind } from "../state/index.js";

/** Adjustments come in bursts, and browsers refuse more than a hundred changes of the address in half a minute. */
const REST_MS = 400;

/** The address of the page, as the browser shows it. */
export class Address {
  readonly #window: Window;
  #pending: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(window: Window) {
    this.#window = window;
    // Written at once before the page is left, reloaded or its address copied.
    window.addEventListener("pagehide", () => this.#flush());
    window.addEventListener("blur", () => this.#flush());
    window.addEventListener("click", () => this.#flush(), { capture: true });
  }

  listen(onArrive: (fragment: string) => void): void {
    this.#window.addEventListener("hashchange", () => {
      clearTimeout(this.#timer);
      this.#pending = undefined;
      onArrive(this.#window.location.hash);
    });
  }

  write(fragment: string, kind: NavigationKind): void {
    if (kind === "step") {
      this.#flush();
      this.#window.history.pushState(null, "", `#${fragment}`);
      return;
    }
    this.#pending = fragment;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), REST_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    if (this.#pending !== undefined) this.#window.history.replaceState(null, "", `#${this.#pending}`);
    this.#pending = undefined;
  }
}
