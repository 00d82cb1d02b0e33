import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { fromFragment, type PageState, toFragment } from "../model/index.js";

/** A step to another place is one that "back" returns from; an adjustment is not. */
export type NavigationKind = "step" | "adjustment";

/** The place that the page shows. The address follows it, and it follows the address. */
export class Navigation {
  readonly #state;
  readonly #onChange: (fragment: string, kind: NavigationKind) => void;

  constructor(fragment: string, onChange: (fragment: string, kind: NavigationKind) => void) {
    this.#state = signal<PageState>(fromFragment(fragment));
    this.#onChange = onChange;
  }

  /** Apart from the state, which changes with every step through a tree. */
  readonly view = computed(() => this.#state.value.view);
  readonly find = computed(() => this.#state.value.find);

  get state(): ReadonlySignal<PageState> {
    return this.#state;
  }

  /** The address changed: by a link, by "back", by hand. */
  arrive(fragment: string): void {
    if (toFragment(this.#state.peek()) !== fragment.replace(/^#/, "")) this.#state.value = fromFragment(fragment);
  }

  step(change: Partial<PageState>): void {
    this.#go(change, "step");
  }

  adjust(change: Partial<PageState>): void {
    this.#go(change, "adjustment");
  }

  #go(change: Partial<PageState>, kind: NavigationKind): void {
    const next = { ...this.#state.peek(), ...change };
    this.#state.value = next;
    this.#onChange(toFragment(next), kind);
  }

  /** A link to the page as it is, but for the change. */
  href(change: Partial<PageState>): string {
    return `#${toFragment({ ...this.#state.value, ...change })}`;
  }
}
