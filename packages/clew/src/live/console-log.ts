import { type ExitFlush, exitHooks } from "../node/index.js";
import type { MessageDestination } from "../record/index.js";
import type { Message } from "../wire/index.js";
import type { ConsoleStream } from "./console-stream.js";
import { type Footer, LiveScreen } from "./live-screen.js";
import { LiveTree, type LiveTreeOptions } from "./live-tree.js";

/** The time, and what tells that some has passed. */
export interface ScreenClock {
  /** Seconds since the Unix epoch. */
  now(): number;
  readonly every: Footer["every"];
}

/** A terminal as a destination: draws the trees of the program that runs in it. */
export class ConsoleLog implements MessageDestination {
  readonly name = "the console";
  readonly #stream: ConsoleStream;
  readonly #tree: LiveTree;
  readonly #screen: LiveScreen;
  readonly #fixedWidth: number | undefined;
  readonly #leaveExit: () => void;
  #written = 0;
  #dropped = 0;
  #isGone = false;

  constructor(
    stream: ConsoleStream,
    options: LiveTreeOptions & { readonly footer: boolean },
    clock: ScreenClock,
    others: readonly ConsoleStream[],
  ) {
    const { footer, ...drawing } = options;
    this.#stream = stream;
    this.#fixedWidth = options.width;
    this.#tree = new LiveTree({ ...drawing, ...this.#width(), defersBegins: footer });
    const lines = (most: number) => this.#tree.openLines(clock.now(), most);
    this.#screen = new LiveScreen(stream, footer ? { lines, every: clock.every } : undefined, others);
    stream.on("resize", this.#resized);
    stream.on("error", this.#gone);
    const exit: ExitFlush = { flushAtExit: this.#finish, flushAtSignal: this.#sayOpen, goOn() {} };
    this.#leaveExit = exitHooks.join(exit, { signals: footer });
  }

  write(message: Message): void {
    if (this.#isGone) this.#dropped++;
    else {
      this.#screen.print(this.#tree.add(message));
      this.#written++;
    }
  }

  counts(): { readonly written: number; readonly dropped: number } {
    return { written: this.#written, dropped: this.#dropped };
  }

  flush(): void {
    if (!this.#isGone) this.#screen.refresh();
  }

  close(): void {
    this.#leaveExit();
    this.#finish();
    this.#stream.off("resize", this.#resized);
    // The listener for errors stays: without it, a terminal that goes away would end the program.
  }

  /** Tells of actions that began and were not told of yet: nobody will see them in the footer any more. */
  readonly #finish = (): void => {
    if (this.#isGone) return;
    this.#sayOpen();
    this.#screen.close();
  };

  readonly #sayOpen = (): void => {
    if (this.#isGone) return;
    this.#screen.print(this.#tree.end());
    this.#screen.clear();
  };

  readonly #resized = (): void => this.#tree.redraw(this.#width());

  readonly #gone = (): void => {
    this.#isGone = true;
    this.#screen.abandon();
  };

  /** A column is left free: a terminal that is written to its last one may begin a new line. */
  #width(): { readonly width?: number } {
    if (this.#fixedWidth !== undefined) return { width: this.#fixedWidth };
    const { columns } = this.#stream;
    return columns === undefined || columns <= 1 ? {} : { width: columns - 1 };
  }
}
