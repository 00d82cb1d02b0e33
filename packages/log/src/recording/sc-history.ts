// A scope history of trio-vis as what it tells: scopes and tasks, in what they stand, and from when to when. The
// histories of real programs are often incomplete, because trio-vis infers what it was not told and switches itself off
// where it fails. Everything that can be shown is kept, and what is missing is said.

import { count, readScRecords, type ScRecord } from "./sc-records.js";

/** A scope or a task of a history. */
export interface ScNode {
  readonly kind: "scope" | "task";
  readonly name: string;
  readonly parent: ScNode | undefined;
  /** In the order in which they came to be. */
  readonly children: readonly ScNode[];
  /** Counts of events; `undefined` where that record is missing. */
  readonly created: number | undefined;
  readonly exited: number | undefined;
}

export interface ScHistory {
  readonly roots: readonly ScNode[];
  /** All scopes and tasks, in the order in which they came to be. */
  readonly nodes: readonly ScNode[];
  /** The counts of the first and the last event. */
  readonly from: number;
  readonly to: number;
  readonly hideDirectScopes: boolean;
  /** Findings on what is missing or contradicts itself, a sentence each. */
  readonly findings: readonly string[];
}

export type ReadScHistory =
  | { readonly ok: true; readonly history: ScHistory }
  /** The reason continues the sentence "it cannot be shown: ". */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads the `sc-logs.json` of trio-vis and of `ScopeRecorder`. Whatever names a scope or a task that exists is used: a
 * history that is cut off, closed in the wrong order, or in which names are used again, is shown with what it lacks.
 */
export function readScHistory(text: string): ReadScHistory {
  const read = readScRecords(text);
  if (typeof read === "string") return { ok: false, reason: read };
  const { records, hideDirectScopes, findings } = read;
  if (records.length === 0) return { ok: false, reason: "none of its records can be used" };
  const history = new Reconstruction();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const record of records) {
    from = Math.min(from, record.time);
    to = Math.max(to, record.time);
    if (record.desc === "created") history.create(record);
    else history.exit(record);
  }
  const nodes = history.finish();
  const roots = nodes.filter(({ parent }) => parent === undefined);
  return {
    ok: true,
    history: { roots, nodes, from, to, hideDirectScopes, findings: [...findings, ...history.findings()] },
  };
}

/** True for a file that is meant to be one, a damaged one too: its records begin before any line of a log could end. */
export function looksLikeScHistory(text: string): boolean {
  return /^\uFEFF?\s*\{\s*"(?:config|runRecords)"\s*:/.test(text.slice(0, 1000)) && text.includes('"runRecords"');
}

interface GrowingNode extends ScNode {
  readonly parentName: string | undefined;
  parent: GrowingNode | undefined;
  readonly children: GrowingNode[];
  exited: number | undefined;
}

class Reconstruction {
  readonly #nodes: GrowingNode[] = [];
  /** The latest of each name: a name may be used again after its bearer has ended. */
  readonly #latest = new Map<string, GrowingNode>();
  readonly #openedTwice: string[] = [];
  readonly #closedTwice: string[] = [];
  readonly #neverCreated: string[] = [];

  create({ name, type, time, parent }: ScRecord): void {
    const before = this.#latest.get(name);
    if (before !== undefined && before.exited === undefined) {
      this.#openedTwice.push(name);
      return;
    }
    this.#add(name, type, time, parent);
  }

  exit({ name, type, time, parent }: ScRecord): void {
    // The exit of the root scope says "task" in every history of trio-vis: only the name counts.
    const node = this.#latest.get(name);
    if (node === undefined) {
      this.#neverCreated.push(name);
      this.#add(name, type, undefined, parent).exited = time;
    } else if (node.exited === undefined) node.exited = time;
    else this.#closedTwice.push(name);
  }

  #add(name: string, kind: "scope" | "task", created: number | undefined, parentName: string | undefined): GrowingNode {
    const parent = parentName === undefined ? undefined : this.#latest.get(parentName);
    const node: GrowingNode = { kind, name, parentName, parent, children: [], created, exited: undefined };
    this.#nodes.push(node);
    this.#latest.set(name, node);
    return node;
  }

  finish(): readonly GrowingNode[] {
    const orphans = this.#nodes.filter(({ parentName, parent }) => parentName !== undefined && parent === undefined);
    for (const node of orphans) node.parent = this.#latest.get(node.parentName as string);
    cutCircles(orphans);
    for (const node of this.#nodes) node.parent?.children.push(node);
    return this.#nodes;
  }

  findings(): string[] {
    const open = (kind: string) => this.#nodes.filter((node) => node.kind === kind && node.exited === undefined);
    const alone = this.#nodes.filter(({ parentName, parent }) => parentName !== undefined && parent === undefined);
    const late = this.#nodes.filter(
      ({ exited, parent }) => parent?.exited !== undefined && exited !== undefined && exited > parent.exited,
    );
    return [
      finding(open("task").map(nameOf), "task has", "tasks have", "no end: the history stops before it"),
      finding(open("scope").map(nameOf), "scope has", "scopes have", "no end, which trio-vis often does not see"),
      finding(this.#neverCreated, "name is", "names are", "known by the end only"),
      finding(
        alone.map(nameOf),
        "name stands",
        "names stand",
        "in something that was never created, and is shown outside",
      ),
      finding(late.map(nameOf), "name", "names", "ended after the scope around"),
      finding(this.#openedTwice, "name was", "names were", "created again while still open; the first is shown"),
      finding(this.#closedTwice, "name", "names", "ended more than once; the first end is shown"),
    ].filter((text) => text !== undefined);
  }
}

/** Takes the parent from one node of each circle of parents. Looks at each node once. */
function cutCircles(suspects: readonly GrowingNode[]): void {
  const seenFrom = new Map<GrowingNode, GrowingNode>();
  for (const suspect of suspects) {
    let below = suspect;
    for (let node: GrowingNode | undefined = suspect; node !== undefined; node = node.parent) {
      const seen = seenFrom.get(node);
      if (seen === suspect) below.parent = undefined;
      if (seen !== undefined) break;
      seenFrom.set(node, suspect);
      below = node;
    }
  }
}

function nameOf({ name }: ScNode): string {
  return name;
}

function finding(names: readonly string[], one: string, many: string, what: string): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, 5).join(", ");
  return `${count(names.length, one, many)} ${what} (${shown}${names.length > 5 ? ", …" : ""}).`;
}
