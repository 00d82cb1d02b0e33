// The program's side of the monitor: its socket, its thread, and what both share.
import { rmSync } from "node:fs";
import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import { addInstrument, type Monitor, MonitorError, type MonitorOptions, removeInstrument } from "../observe/index.js";
import { hub } from "../record/index.js";
import { describeThrown } from "../wire/index.js";
import { EventFeed } from "./event-feed.js";
import { checkAddress, ownAddress } from "./monitor-address.js";
import CODE from "./monitor-thread.js?code";
import { ProgramSide } from "./program-side.js";
import { ProgramWatch } from "./program-watch.js";
import { markRunning } from "./running-marker.js";
import { SharedTable } from "./shared-table.js";
import type { FromProgram, FromThread, MonitorThreadData } from "./thread-protocol.js";

const KEY = Symbol.for("clew.monitor.1");
// One for all copies of the package: a process has one socket.
const shelf = globalThis as { [KEY]?: ThreadMonitor | undefined };

/** See the portable `startMonitor`, which says what this does. */
export function startMonitor(options: MonitorOptions = {}): Monitor {
  const address = options.address ?? shelf[KEY]?.address ?? ownAddress();
  const running = shelf[KEY];
  if (running !== undefined) {
    if (running.address === address) return running;
    throw new MonitorError(`it listens at ${running.address} already; close that one first`);
  }
  checkAddress(address);
  // Whoever calls this in an action or scope does not lend them to what the monitor does later.
  const monitor = hub.carrier.run(undefined, () => new ThreadMonitor(address));
  shelf[KEY] = monitor;
  return monitor;
}

class ThreadMonitor implements Monitor {
  readonly address: string;
  readonly #ready: Promise<void>;
  readonly #table = new SharedTable();
  readonly #watch = new ProgramWatch(this.#table);
  readonly #side = new ProgramSide(this.#watch);
  readonly #feed = new EventFeed(this.#watch, (news) => this.#send({ kind: "news", ...news }));
  readonly #worker: Worker;
  readonly #stops: (() => void)[] = [];
  #isListening = false;
  /** Set before anything ends: Deno tells of the thread's end while it is being asked to end. */
  #isClosing = false;
  #closing: Promise<void> | undefined;
  #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;

  constructor(address: string) {
    this.address = address;
    const data: MonitorThreadData = {
      address,
      program: programName(),
      memory: this.#table.memory,
      timeOrigin: performance.timeOrigin,
    };
    // The program's flags are not the thread's: it runs nothing of the program.
    this.#worker = new Worker(CODE, { eval: true, workerData: data, execArgv: [], stdin: false });
    this.#ready = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#ready.catch(() => {});
    this.#worker.on("message", (message: FromThread) => this.#hear(message));
    this.#worker.on("error", (error) => this.#failed(describeThrown(error)));
    this.#worker.on("exit", () => this.#failed("its thread ended"));
    this.#worker.unref();
    this.#watchProgram();
  }

  get ready(): Promise<void> {
    // Whoever waits for it is not to end before; nobody else is kept alive.
    if (this.#settle !== undefined) this.#worker.ref();
    return this.#ready;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #watchProgram(): void {
    this.#watch.takeIn();
    addInstrument(this.#watch);
    // A thread dies with its process without a word, and would leave its socket behind.
    const remove = () => this.#removeSocket();
    process.on("exit", remove);
    this.#stops.push(
      () => this.#feed.stop(),
      () => removeInstrument(this.#watch),
      () => process.off("exit", remove),
      this.#side.allowInterrupts(),
      markRunning(this.#watch, this.#table),
    );
  }

  #send(message: FromProgram): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromThread): void {
    switch (message.kind) {
      case "ask":
        this.#send({ kind: "answer", id: message.id, answer: this.#side.answer(message.question) });
        break;
      case "held":
        this.#watch.held(message.member, message.ms);
        break;
      case "follow":
        if (message.isOn) this.#feed.start();
        else this.#feed.stop();
        break;
      case "listening":
        this.#isListening = true;
        this.#worker.unref();
        this.#settle?.resolve();
        this.#settle = undefined;
        break;
      case "failed":
        this.#failed(message.reason);
        break;
    }
  }

  /** The program goes on without a monitor. */
  #failed(why: string): void {
    if (this.#isClosing) return;
    const error = new MonitorError(why);
    hub.warn(error.message, error.code);
    this.#settle?.reject(error);
    void this.close();
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    if (shelf[KEY] === this) shelf[KEY] = undefined;
    for (const stop of this.#stops) stop();
    this.#settle?.reject(new MonitorError("it was closed before it listened"));
    await this.#worker.terminate();
    this.#removeSocket();
  }

  /** Removes what was made here and nothing else. A pipe of Windows is gone with its process. */
  #removeSocket(): void {
    if (!this.#isListening || process.platform === "win32") return;
    try {
      rmSync(this.address, { force: true });
    } catch {
      // Whoever lists the sockets finds that nobody listens behind it.
    }
  }
}

/** How the process was started, as a person would say it. */
function programName(): string {
  const [, file, ...args] = process.argv;
  return [file === undefined ? basename(process.execPath) : basename(file), ...args].join(" ");
}
