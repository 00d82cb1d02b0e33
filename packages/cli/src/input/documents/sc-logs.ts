// A history of scopes that trio-vis or `ScopeRecorder` wrote, as a log: a scope is an action, and so is a task, which has
// in it what it opened. trio-vis gives each task a scope of its own to stand in; the two are one action. What the history
// does not tell stays unsaid: an action that has no end in it has none in the log.

import { readScHistory, readScRecords, type ScNode } from "@clew/log/recording";
import type { Message } from "clew/parse";
import { lineUuid } from "../line-uuid.js";
import type { DocumentForm } from "./document-form.js";

const OWN_SCOPE = "__TRIO_VIS_Tscope";

/** A recording of scopes. Its times count events; in the log each event takes a second, from 1970 on. */
export const scLogs: DocumentForm = {
  name: "a recording of scopes (sc-logs)",
  by: "trio-vis, `ScopeRecorder`",
  recognizes: ({ runRecords }) => Array.isArray(runRecords),
  open: ({ unused, note }) => {
    const records: unknown[] = [];
    let firstLine = 0;
    return {
      add: ({ runRecords }, line) => {
        if (records.length === 0) firstLine = line;
        for (const record of runRecords as readonly unknown[]) records.push(record);
        return [];
      },
      end: () => messagesOf(JSON.stringify({ config: {}, runRecords: records }), (why) => unused(firstLine, why), note),
    };
  },
};

function* messagesOf(text: string, unusable: (reason: string) => void, note: (sentence: string) => void) {
  const read = readScHistory(text);
  if (!read.ok) {
    unusable(read.reason);
    return;
  }
  const unread = readScRecords(text);
  for (const finding of read.history.findings) {
    if (typeof unread !== "string" && unread.findings.includes(finding)) unusable(finding);
    else note(finding);
  }
  note("Its times count events, which stand in the log as seconds.");
  const works = worksOf(read.history.nodes, text);
  const steps: Step[] = [];
  for (const work of works) {
    if (work.created !== undefined) steps.push({ time: work.created, work, begins: true });
    if (work.exited !== undefined) steps.push({ time: work.exited, work, begins: false });
  }
  steps.sort((a, b) => a.time - b.time);
  for (const { time, work, begins } of steps) yield begins ? startOf(work, time) : finishOf(work, time);
}

interface Step {
  readonly time: number;
  readonly work: Work;
  readonly begins: boolean;
}

/** A scope or a task, as the action that it becomes. */
class Work {
  readonly kind: "scope" | "child";
  readonly name: string;
  readonly created: number | undefined;
  exited: number | undefined;
  readonly #parent: Work | undefined;
  readonly #uuid: string;
  #level: readonly number[] | undefined;
  #next = 2;

  constructor(node: ScNode, parent: Work | undefined, uuid: string) {
    const ownsTask = node.name.endsWith(OWN_SCOPE);
    this.kind = node.kind === "task" || ownsTask ? "child" : "scope";
    this.name = ownsTask ? node.name.slice(0, -OWN_SCOPE.length) : node.name;
    this.created = node.created;
    this.exited = node.exited;
    this.#parent = parent;
    this.#uuid = parent === undefined ? uuid : parent.uuid;
  }

  get uuid(): string {
    return this.#uuid;
  }

  /** Its place in the task; it takes the next number of what it stands in when it is first asked for. */
  get level(): readonly number[] {
    if (this.#level !== undefined) return this.#level;
    const above: Work[] = [];
    for (let each: Work | undefined = this; each !== undefined && each.#level === undefined; each = each.#parent) {
      above.push(each);
    }
    for (const each of above.reverse()) {
      const parent: Work | undefined = each.#parent;
      each.#level = parent === undefined ? [] : [...(parent.#level as readonly number[]), parent.takeNumber()];
    }
    return this.#level as unknown as readonly number[];
  }

  takeNumber(): number {
    return this.#next++;
  }

  /** The scope that a child belongs to. */
  get scope(): Work | undefined {
    return this.kind === "child" && this.#parent?.kind === "scope" ? this.#parent : undefined;
  }
}

/** Each scope and task as an action, after what it stands in; a task and the scope of its own are one. */
function worksOf(nodes: readonly ScNode[], hash: string): Work[] {
  const works = new Map<ScNode, Work>();
  const made: Work[] = [];
  const open = nodes.filter(({ parent }) => parent === undefined).reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const around = node.parent && works.get(node.parent);
    if (around !== undefined && isTaskOf(node, around)) {
      around.exited ??= node.exited;
      works.set(node, around);
    } else {
      const work = new Work(node, around, lineUuid(hash, made.length));
      works.set(node, work);
      made.push(work);
    }
    for (const child of node.children.toReversed()) open.push(child);
  }
  return made;
}

function isTaskOf(node: ScNode, around: Work): boolean {
  return node.kind === "task" && node.name === around.name && node.parent?.name === node.name + OWN_SCOPE;
}

function startOf(work: Work, time: number): Message {
  const { uuid, level, name, kind, scope } = work;
  return {
    task_uuid: uuid,
    task_level: [...level, 1],
    timestamp: time,
    action_type: typeOf(name),
    action_status: "started",
    clew_kind: kind,
    ...(scope !== undefined && { clew_scope: `${uuid}@/${scope.level.join("/")}` }),
    name,
  };
}

function finishOf(work: Work, time: number): Message {
  const { uuid, level, name } = work;
  return {
    task_uuid: uuid,
    task_level: [...level, work.takeNumber()],
    timestamp: time,
    action_type: typeOf(name),
    action_status: "succeeded",
  };
}

/** Names count what has the same name: attempt-0, attempt-1. */
function typeOf(name: string): string {
  return name.replace(/-\d+$/, "") || name;
}
