import { type ErrorClass, hub, type MessageDestination } from "../record/index.js";
import { decodeJson, encodeValue, type Message, names } from "../wire/index.js";
import { drawTrees } from "./log-tree.js";
import { InvalidLogError, UnexpectedErrorsError } from "./test-errors.js";

/** A destination that keeps the messages, and what tests ask of them. */
export interface MemoryDestination extends MessageDestination {
  readonly name: string;
  /** What was logged, in its order. */
  readonly messages: readonly Message[];
  write(message: Message): void;
  /** Throws an `InvalidLogError` where a message is not as it was declared. */
  validate(): void;
  /** The messages as a reader of the log gets them: copies, with JSON's values only. */
  serialize(): readonly Message[];
  /** Takes the logged errors of a class, or of one that extends it, out of the log and gives them. */
  flushErrors(errorClass: ErrorClass): readonly Message[];
  /** Throws an `UnexpectedErrorsError` where errors were logged and not taken out. */
  expectNoErrors(): void;
  /** Forgets everything. */
  reset(): void;
  /** The trees of what was logged, as text. */
  toString(): string;
}

/** What makes a `MemoryDestination`. */
export interface MemoryDestinationConstructor {
  new (): MemoryDestination;
}

/**
 * Keeps messages for a test. Once there is one, declared fields are checked wherever they are logged. `captureLog`
 * gives one that sees the messages of one test only; one that is added with `addDestination` sees those of the whole
 * program.
 *
 * @example
 * ```ts
 * import { addDestination, defineMessage } from "clew";
 * import { MemoryDestination } from "clew/testing";
 *
 * const log = new MemoryDestination();
 * addDestination(log);
 * defineMessage("cache-miss", { size: Number }).log({ size: 12 });
 * log.validate();
 * console.log(log.messages.length);
 * ```
 */
export const MemoryDestination: MemoryDestinationConstructor = class MemoryDestination {
  readonly name = "memory";
  #messages: Message[] = [];

  constructor() {
    hub.validates = true;
  }

  get messages(): readonly Message[] {
    return this.#messages;
  }

  write(message: Message): void {
    this.#messages.push(message);
  }

  validate(): void {
    const refused = this.#messages.filter(({ message_type }) => message_type === names.SERIALIZATION_FAILURE);
    if (refused.length > 0)
      throw new InvalidLogError(
        refused.map(({ message }) => String(message)),
        this.#messages,
      );
  }

  serialize(): readonly Message[] {
    return this.#messages.map((message) => decodeJson(encodeValue(message)) as Message);
  }

  flushErrors(errorClass: ErrorClass): readonly Message[] {
    const isFlushed = (message: Message) => isError(message) && isOfClass(message.exception, errorClass);
    const flushed = this.#messages.filter(isFlushed);
    this.#messages = this.#messages.filter((message) => !isFlushed(message));
    return flushed;
  }

  expectNoErrors(): void {
    const errors = this.#messages.filter(isError);
    if (errors.length > 0) throw new UnexpectedErrorsError(errors, this.#messages);
  }

  reset(): void {
    this.#messages = [];
  }

  toString(): string {
    return drawTrees(this.#messages);
  }
};

function isError({ message_type }: Message): boolean {
  return message_type === names.TRACEBACK;
}

/** The log has only the name of the class; which one that is was noted when the error was logged. */
function isOfClass(exception: unknown, errorClass: ErrorClass): boolean {
  if (exception === errorClass.name) return true;
  const known = hub.errorClasses.get(String(exception));
  return known !== undefined && (known === errorClass || known.prototype instanceof errorClass);
}
