/** Which of the errors in a scope it rejects with. What it does not take is dropped, and said, by whoever offered it. */
export class Verdict {
  readonly #isGroup: boolean;
  #bare: { readonly error: unknown } | undefined;
  #body: { readonly error: unknown } | undefined;
  #others: { readonly error: unknown; readonly order: number }[] | undefined;

  constructor(isGroup: boolean) {
    this.#isGroup = isGroup;
  }

  get isEmpty(): boolean {
    return this.#bare === undefined && this.#body === undefined && this.#others === undefined;
  }

  /** Takes an error that stays what it is: a timeout, or what was given to `cancel`. */
  takeBare(error: unknown): boolean {
    if (!this.isEmpty) return false;
    this.#bare = { error };
    return true;
  }

  takeBody(error: unknown): boolean {
    if (!this.#isOpen()) return false;
    this.#body = { error };
    return true;
  }

  /** Takes the error of a child, in whatever order they fail; those of finalizers come after all children. */
  take(error: unknown, order = Number.POSITIVE_INFINITY): boolean {
    if (!this.#isOpen()) return false;
    this.#others ??= [];
    this.#others.push({ error, order });
    return true;
  }

  /** Whether an error is among those that were taken. */
  holds(error: unknown): boolean {
    if (this.#bare !== undefined && this.#bare.error === error) return true;
    return this.#others?.some((other) => other.error === error) ?? false;
  }

  /** What the scope rejects with, if it does. */
  error(): { readonly error: unknown } | undefined {
    if (this.isEmpty || this.#bare !== undefined) return this.#bare;
    if (!this.#isGroup) return this.#body ?? this.#others?.[0];
    const others = [...(this.#others ?? [])].sort((a, b) => a.order - b.order).map((other) => other.error);
    const body = this.#body;
    // A body that failed by awaiting a child failed with the child's own error: that is one failure, not two.
    const errors =
      body === undefined ? others : [body.error, ...others.filter((e) => e !== body.error || typeof e !== "object")];
    return { error: new AggregateError(errors, `${errors.length} of the scope's body and children failed`) };
  }

  #isOpen(): boolean {
    return this.#bare === undefined && (this.#isGroup || this.isEmpty);
  }
}
