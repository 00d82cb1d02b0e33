// What is shown of logs that are followed: trees as they grow, or whole trees as JSON.

import type { LiveScreen, LiveTree } from "clew/live";
import { type Message, Parser, type TaskTree } from "clew/parse";
import type { TextWriter } from "./text-writer.js";
import { forestText } from "./tree-text.js";

/** Shows messages as they come. */
export interface TailView {
  /** Takes into account what was written before anybody looked. */
  recall(messages: readonly Message[]): void;
  show(messages: readonly Message[]): Promise<void>;
  /** Shows what is left: nothing more will come. */
  end(): Promise<void>;
}

/** Trees on a terminal, with a footer. A terminal takes what it is given before the call returns. */
export class ScreenView implements TailView {
  readonly #tree: LiveTree;
  readonly #screen: LiveScreen;

  constructor(tree: LiveTree, screen: LiveScreen) {
    this.#tree = tree;
    this.#screen = screen;
  }

  recall(messages: readonly Message[]): void {
    for (const message of messages) this.#tree.recall(message);
  }

  async show(messages: readonly Message[]): Promise<void> {
    for (const message of messages) this.#screen.print(this.#tree.add(message));
    this.#screen.refresh();
  }

  async end(): Promise<void> {
    this.#screen.print(this.#tree.end());
    this.#screen.close();
  }
}

/** Trees elsewhere, line by line. */
export class LinesView implements TailView {
  readonly #tree: LiveTree;
  readonly #out: TextWriter;

  constructor(tree: LiveTree, out: TextWriter) {
    this.#tree = tree;
    this.#out = out;
  }

  recall(messages: readonly Message[]): void {
    for (const message of messages) this.#tree.recall(message);
  }

  async show(messages: readonly Message[]): Promise<void> {
    for (const message of messages) await this.#print(this.#tree.add(message));
    await this.#out.flush();
  }

  async end(): Promise<void> {
    await this.#print(this.#tree.end());
    await this.#out.flush();
  }

  async #print(lines: readonly string[]): Promise<void> {
    for (const line of lines) await this.#out.write(`${line}\n`);
  }
}

/** So long a complete task waits for what may come late. */
const LINGER_SECONDS = 2;

/** A JSON object a line for each task, as `clew tree --json` has it, when it is complete and has lingered. */
export class JsonView implements TailView {
  readonly #parser = new Parser({ endless: true, lingerSeconds: LINGER_SECONDS });
  readonly #out: TextWriter;
  readonly #isWanted: (tree: TaskTree) => boolean;
  readonly #now: () => number;
  #quietSince: number;

  /** `now` gives seconds; a log in which nothing is written tells no time. */
  constructor(out: TextWriter, isWanted: (tree: TaskTree) => boolean, now: () => number) {
    this.#out = out;
    this.#isWanted = isWanted;
    this.#now = now;
    this.#quietSince = now();
  }

  recall(messages: readonly Message[]): void {
    // What was complete before is not news.
    for (const message of messages) this.#parser.add(message);
    this.#parser.takeSettled();
  }

  async show(messages: readonly Message[]): Promise<void> {
    for (const message of messages) await this.#print(this.#parser.add(message));
    if (messages.length > 0) this.#quietSince = this.#now();
    else if (this.#now() - this.#quietSince >= LINGER_SECONDS) await this.#print(this.#parser.takeSettled());
    await this.#out.flush();
  }

  async end(): Promise<void> {
    await this.#print(this.#parser.end());
    await this.#out.flush();
  }

  async #print(trees: readonly TaskTree[]): Promise<void> {
    for (const tree of trees) if (this.#isWanted(tree)) await this.#out.writeAll(forestText(tree));
  }
}
