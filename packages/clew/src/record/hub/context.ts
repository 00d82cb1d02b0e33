import type { Action } from "../action.js";

/**
 * What is current at a point of the program. One store carries all of it, since every further one would cost at each
 * await. An action is a context itself, so that running a body in one allocates nothing.
 */
export interface Context {
  readonly action: Action | undefined;
  /** The scope or child in force, as what can be cancelled; the scope room alone knows what it is. */
  readonly region: unknown;
  /** What `withFields` added, innermost first. */
  readonly fields: AddedFields | undefined;
  /** What a neighbour that carries a context of its own keeps here, as OpenTelemetry does; its bridge alone knows it. */
  readonly neighbour?: unknown;
  /** Set where `action.context()` entered this context without a body to bound it. */
  readonly stretch: Stretch | undefined;
}

/** The fields of one `withFields`, and those of the ones around it. */
export interface AddedFields {
  readonly own: object;
  readonly outer: AddedFields | undefined;
  /** What a test put here, see test-isolation.ts. */
  readonly inTest?: InTest;
}

/** What holds in one test. */
export interface InTest {
  /** Takes each line that is logged, in the place of the destinations. */
  take?: ((line: string) => void) | undefined;
  /** Gives the ids of tasks. */
  createUuid?: (() => string) | undefined;
}

/** A context entered by hand: what was current before, and whether it has been left. */
export interface Stretch {
  readonly previous: Context | undefined;
  closed: boolean;
  /** The body of a generator in which this was entered. */
  readonly container?: Container;
}

/** What a generator's body has entered by hand: kept from one of its steps to the next, and from the steps' callers. */
export interface Container {
  /** What the next step runs in. */
  current: Context | undefined;
  /** What is to be said of each context that is still open when the generator ends. */
  readonly open: Map<Stretch, () => void>;
  isEnded: boolean;
}

/** Carries the current context through a program. Node's follows awaits; the portable one does not. */
export interface Carrier {
  /** Whether a context holds across awaits, timers and callbacks. */
  readonly followsAwaits: boolean;
  get(): Context | undefined;
  run<A extends unknown[], R>(context: Context | undefined, body: (...args: A) => R, ...args: A): R;
  /** Makes a context current until the synchronous stretch ends, without a body. */
  enter(context: Context | undefined): void;
  /**
   * Lets what a channel of the platform traces run in the context that is made of each message, where the platform
   * has such channels; gives the function that ends this.
   */
  bindTo?(channel: BindableChannel, contextOf: (published: unknown) => Context | undefined): () => void;
}

/** A channel that carries a store into what it traces, as those of `node:diagnostics_channel` do. */
export interface BindableChannel {
  bindStore(store: never, transform: (published: unknown) => Context | undefined): void;
  unbindStore(store: never): unknown;
}

/**
 * The carrier for where there is no AsyncLocalStorage: a context holds until the first await of its body, and is
 * unknown afterwards. It is never another's: a continuation starts on an empty stack.
 */
export function createStackCarrier(): Carrier {
  let current: Context | undefined;
  return {
    followsAwaits: false,
    get: () => current,
    run(context, body, ...args) {
      const previous = current;
      current = context;
      try {
        return body(...args);
      } finally {
        current = previous;
      }
    },
    enter(context) {
      current = context;
    },
  };
}
