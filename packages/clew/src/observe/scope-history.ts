/**
 * The history of scopes in the form of trio-vis, record by record, for whatever writes it. Its viewer has rules that it
 * does not tell, and shows nothing where one is broken: each name is there once; what is in a scope does not end after
 * it; a task ends, and has nothing in it. So each task stands in a scope of its own, as in trio-vis, which stays open
 * until the last that is in it has ended; and the scopes that a task opens stand side by side in that one.
 */

/** A scope or a task in a history. */
export interface HistoryNode {
  /** Its name in the history: its own and a number. */
  readonly name: string;
  readonly type: "scope" | "task";
}

class Entry implements HistoryNode {
  readonly name: string;
  readonly type: "scope" | "task";
  readonly parent: Entry | undefined;
  /** How much is in it that has not ended. */
  inside = 0;
  isOver = false;
  /** Whether it has ended, and all that is in it. */
  isSettled = false;

  constructor(type: "scope" | "task", name: string, parent: Entry | undefined) {
    this.type = type;
    this.name = name;
    this.parent = parent;
  }

  /** The name of the scope that it is, or that it has for itself. */
  get scopeName(): string {
    return this.type === "task" ? `${this.name}__TRIO_VIS_Tscope` : this.name;
  }
}

/** What stands before the records of a history, and after them. */
export const HISTORY_HEAD = '{"config":{"makeDirectScopeTransparent":true},"runRecords":[\n';
export const HISTORY_TAIL = "\n]}\n";

/**
 * Turns what opens and ends into the records of trio-vis. Each costs the same, however many there are.
 *
 * @example
 * ```ts
 * import { ScopeHistory } from "clew/observe";
 *
 * const records: string[] = [];
 * const history = new ScopeHistory((record) => records.push(record));
 * const scope = history.openScope("shop", history.openTask("main"));
 * history.end(history.openTask("prices", scope));
 * history.endAll();
 * console.log(records[2]);
 * ```
 *
 * ```text output
 * {"time":2,"desc":"created","name":"shop-0","type":"scope","parent":"main-0__TRIO_VIS_Tscope"}
 * ```
 */
export class ScopeHistory {
  readonly #write: (record: string) => void;
  readonly #counts = new Map<string, number>();
  readonly #open = new Set<Entry>();
  #time = 0;

  /** `write` is called with each record, as JSON. */
  constructor(write: (record: string) => void) {
    this.#write = write;
  }

  /** A task begins in a scope; the first of all in none. */
  openTask(name: string, scope?: HistoryNode): HistoryNode {
    const task = this.#enter("task", name, scope as Entry | undefined);
    this.#record("created", task.name, "task", task.scopeName);
    return task;
  }

  /** A scope is opened by a task, or in another scope, which is by the task that has opened that one. */
  openScope(name: string, around: HistoryNode): HistoryNode {
    return this.#enter("scope", name, around as Entry);
  }

  /** A task or a scope has ended; the second time is none. */
  end(node: HistoryNode): void {
    const entry = node as Entry;
    if (entry.isOver) return;
    entry.isOver = true;
    if (entry.type === "task") this.#record("exited", entry.name, "task", entry.scopeName);
    for (let each: Entry | undefined = entry; each?.isOver && each.inside === 0; each = each.parent) {
      each.isSettled = true;
      this.#open.delete(each);
      this.#record("exited", each.scopeName, "scope", each.parent?.scopeName);
      if (each.parent !== undefined) each.parent.inside--;
    }
  }

  /** All that has not ended ends, the innermost first: the program is over. */
  endAll(): void {
    for (const entry of [...this.#open].reverse()) this.end(entry);
  }

  #enter(type: "scope" | "task", name: string, around: Entry | undefined): Entry {
    // A scope stands in a task. What a program opens where all has ended stands further out.
    let parent = around;
    while (parent?.isSettled || (type === "scope" && parent?.type === "scope")) parent = parent.parent;
    const number = this.#counts.get(name) ?? 0;
    this.#counts.set(name, number + 1);
    const entry = new Entry(type, `${name}-${number}`, parent);
    if (parent !== undefined) parent.inside++;
    this.#open.add(entry);
    this.#record("created", entry.scopeName, "scope", parent?.scopeName);
    return entry;
  }

  #record(desc: "created" | "exited", name: string, type: "scope" | "task", parent: string | undefined): void {
    // JSON leaves out what is undefined, as trio-vis does for the outermost scope.
    this.#write(JSON.stringify({ time: this.#time++, desc, name, type, parent }));
  }
}
