// trio-vis's recorder of scopes, as an instrument that writes its file.
import { type GrowingFile, hub, NeedsNodeError } from "../record/index.js";
import type { ChildTask, Scope } from "../scope/index.js";
import { factsOf, innerOf, type Living, outerOf } from "../scope/internal.js";
import { type Instrument, removeInstrument } from "./instrument.js";
import { printTaskTree } from "./print-task-tree.js";
import { HISTORY_HEAD, HISTORY_TAIL, type HistoryNode, ScopeHistory } from "./scope-history.js";

/** Options of `ScopeRecorder`, those of trio-vis. */
export interface ScopeRecorderOptions {
  /** The file to write; `./sc-logs.json` by default. */
  readonly logFilename?: string;
  /** Whether a file that is there is written over; if not, it is a `LogFileError`. Default: true. */
  readonly logOverwriteIfExists?: boolean;
  /** Whether the task tree is printed to standard error after what has changed it. Default: false. */
  readonly printTaskTree?: boolean;
  /** Whether the scopes are left out that clew itself opens, for finalizers. Default: true. */
  readonly onlyUserScopes?: boolean;
}

/**
 * Records the history of all scopes and children in a file that trio-vis's viewer shows, and `clew import` reads: an
 * instrument to be added. The file is whole after each record, so that it is there after a SIGKILL too; when the process
 * ends in any other way, or at `close()`, what is open is ended in it. What already lives is recorded as it stands.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { addInstrument, ScopeRecorder } from "clew/observe";
 * import { withScope } from "clew/scope";
 *
 * const logFilename = join(tmpdir(), `sc-logs-${process.pid}.json`);
 * const recorder = new ScopeRecorder({ logFilename });
 * addInstrument(recorder);
 * await withScope({ name: "shop" }, (scope) => void scope.spawn(async () => {}, { name: "prices" }));
 * recorder.close();
 * console.log(JSON.parse(readFileSync(logFilename, "utf8")).runRecords.length);
 * ```
 *
 * ```text output
 * 10
 * ```
 */
export class ScopeRecorder implements Instrument {
  readonly #file: GrowingFile;
  readonly #history: ScopeHistory;
  readonly #nodes = new WeakMap<Living, HistoryNode>();
  /** The task that scopes are opened by which are opened by no child: the program. */
  readonly #main: HistoryNode;
  readonly #prints: boolean;
  readonly #onlyUserScopes: boolean;
  /** Records of one step, which are written together. */
  #records = "";
  #isFirst = true;
  #isPrintDue = false;
  #isClosed = false;

  constructor(options: ScopeRecorderOptions = {}) {
    const { logFilename = "sc-logs.json", logOverwriteIfExists: overwrite = true } = options;
    if (hub.openGrowingFile === undefined) {
      throw new NeedsNodeError("new ScopeRecorder", "print the tree with printTaskTree, or add an instrument of yours");
    }
    this.#prints = options.printTaskTree ?? false;
    this.#onlyUserScopes = options.onlyUserScopes ?? true;
    this.#history = new ScopeHistory((record) => {
      this.#records += this.#isFirst ? record : `,\n${record}`;
      this.#isFirst = false;
    });
    const ends = { head: HISTORY_HEAD, tail: HISTORY_TAIL };
    this.#file = hub.openGrowingFile(logFilename, { ...ends, overwrite, atExit: () => this.#finish() });
    this.#main = this.#history.openTask("main");
    this.#recordLiving();
    this.#flush();
  }

  scopeOpened(scope: Scope): void {
    this.#begun(scope);
  }

  childSpawned(child: ChildTask<unknown>): void {
    this.#begun(child);
  }

  childExited(child: ChildTask<unknown>): void {
    this.#ended(child);
  }

  scopeClosed(scope: Scope): void {
    this.#ended(scope);
  }

  /** Ends what is open, closes the file and takes the recorder out. Can be called again. */
  close(): void {
    if (this.#isClosed) return;
    removeInstrument(this);
    this.#finish();
    this.#file.close();
  }

  #finish(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#history.endAll();
    this.#flush();
  }

  #begun(living: Living): void {
    if (this.#isClosed) return;
    this.#nodeOf(living);
    this.#flush();
  }

  #ended(living: Living): void {
    const node = this.#nodes.get(living);
    if (this.#isClosed || node === undefined) return;
    this.#history.end(node);
    this.#flush();
  }

  /** Its node; what it stands in, of what came before the recorder was added, is recorded with it. */
  #nodeOf(living: Living): HistoryNode {
    const unknown: Living[] = [];
    let around: Living | undefined = living;
    while (around !== undefined && !this.#nodes.has(around)) {
      unknown.push(around);
      around = outerOf(around);
    }
    let node = around === undefined ? this.#main : (this.#nodes.get(around) as HistoryNode);
    for (const each of unknown.reverse()) node = this.#record(each, node);
    return node;
  }

  #record(living: Living, around: HistoryNode): HistoryNode {
    const facts = factsOf(living);
    // What stands in a scope that is left out stands in what that scope stands in.
    if (facts.kind === "scope" && facts.isCleanup && this.#onlyUserScopes) return around;
    const node =
      facts.kind === "scope"
        ? this.#history.openScope(living.name, around)
        : this.#history.openTask(living.name, around);
    this.#nodes.set(living, node);
    return node;
  }

  #recordLiving(): void {
    const open = innerOf().reverse();
    for (let living = open.pop(); living !== undefined; living = open.pop()) {
      this.#nodeOf(living);
      for (const inner of innerOf(living).reverse()) open.push(inner);
    }
  }

  #flush(): void {
    const records = this.#records;
    this.#records = "";
    if (records !== "") this.#file.append(records);
    if (!this.#prints || this.#isPrintDue) return;
    this.#isPrintDue = true;
    queueMicrotask(() => {
      this.#isPrintDue = false;
      if (!this.#isClosed) printTaskTree();
    });
  }
}
