/** What a scope does last, in reverse order, each to its end whatever became of the others. */
export class Finalizers {
  readonly #stack: (() => unknown)[] = [];
  readonly #run: (finalizer: () => unknown) => Promise<unknown>;
  readonly #failed: (error: unknown) => void;

  /** `run` runs one within its limits; what it rejects with is given to `failed`. */
  constructor(run: (finalizer: () => unknown) => Promise<unknown>, failed: (error: unknown) => void) {
    this.#run = run;
    this.#failed = failed;
  }

  get isEmpty(): boolean {
    return this.#stack.length === 0;
  }

  add(finalizer: () => unknown): void {
    this.#stack.push(finalizer);
  }

  async runAll(): Promise<void> {
    for (let finalizer = this.#stack.pop(); finalizer !== undefined; finalizer = this.#stack.pop()) {
      try {
        await this.#run(finalizer);
      } catch (error) {
        this.#failed(error);
      }
    }
  }
}

/** The function that disposes of a resource, looked up once, when it is taken in. */
export function disposerOf(resource: unknown): () => unknown {
  if ((typeof resource === "object" && resource !== null) || typeof resource === "function") {
    const { [Symbol.asyncDispose]: asyncDispose, [Symbol.dispose]: dispose } = resource as Partial<
      AsyncDisposable & Disposable
    >;
    const disposer: unknown = asyncDispose ?? dispose;
    if (typeof disposer === "function") return () => disposer.call(resource);
  }
  throw new TypeError(
    `Cannot use ${resource === null ? "null" : typeof resource} as a resource of a scope: it has neither ` +
      "Symbol.asyncDispose nor Symbol.dispose; register what is to be done with scope.defer(fn)",
  );
}
