import { type Message, Parser, parseLine, type TaskTree } from "clew/parse";
import { fieldText, type TaskRow, taskRow } from "../answers/index.js";

/** One task of a log in memory: its lines, and what is made of them once somebody asks. */
export class MemoryTask {
  readonly taskUuid: string;
  readonly lines: string[] = [];
  #parser = new Parser();
  /** The number of lines that the parser holds, or the tree has taken from it. */
  #parsed = 0;
  #tree: TaskTree | undefined;
  #row: TaskRow | undefined;
  #fields: ReadonlyMap<string, string> | undefined;

  constructor(taskUuid: string) {
    this.taskUuid = taskUuid;
  }

  add(line: string, message: Message): void {
    this.lines.push(line);
    this.#row = undefined;
    this.#fields = undefined;
    // Once the tree was asked for, the parser is empty: the next tree is made of all lines anew.
    if (this.#tree !== undefined) this.#parsed = 0;
    else {
      this.#parser.add(message);
      this.#parsed++;
    }
  }

  get tree(): TaskTree {
    if (this.#tree === undefined || this.#parsed < this.lines.length) {
      for (; this.#parsed < this.lines.length; this.#parsed++) {
        const parsed = parseLine(this.lines[this.#parsed] as string);
        if (parsed.ok) this.#parser.add(parsed.message);
      }
      this.#tree = this.#parser.end()[0];
      if (this.#tree === undefined) throw new Error(`No line of task ${this.taskUuid} is a message.`);
    }
    return this.#tree;
  }

  get row(): TaskRow {
    this.#row ??= taskRow(this.tree, this.lines.length);
    return this.#row;
  }

  /** The fields of its root's start, as text. */
  get fields(): ReadonlyMap<string, string> {
    if (this.#fields === undefined) {
      const { root } = this.tree;
      const fields = (root.kind === "message" ? root.fields : root.startFields) ?? {};
      const own = Object.entries(fields).filter(([name]) => !name.startsWith("clew_"));
      this.#fields = new Map(own.map(([name, value]) => [name, fieldText(value)]));
    }
    return this.#fields;
  }
}
