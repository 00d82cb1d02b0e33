// The rules of sc-vis, trio-vis's viewer: those that it checks (src/lib/validate.ts), and those by which it throws while
// it draws (src/lib/scopeTree.ts, layout.ts), after which its page is blank.

import { Ajv } from "ajv/dist/jtd.js";

export interface RunRecord {
  readonly time: number;
  readonly desc: "created" | "exited";
  readonly name: string;
  readonly type: "scope" | "task";
  readonly parent?: string;
}

const isConfig = new Ajv().compile({ optionalProperties: { makeDirectScopeTransparent: { type: "boolean" } } });
const isRecord = new Ajv().compile({
  properties: {
    time: { type: "float64" },
    name: { type: "string" },
    desc: { enum: ["created", "exited"] },
    type: { enum: ["task", "scope"] },
  },
  optionalProperties: { parent: { type: "string" } },
});

interface Node {
  readonly record: RunRecord;
  readonly parent: Node | undefined;
  readonly children: Node[];
  end: number;
  isFrozen: boolean;
}

/** The records of a history, if it breaks no rule; throws the first that is broken. */
export function drawnByScVis(text: string): readonly RunRecord[] {
  const { config, runRecords, ...others } = JSON.parse(text);
  refuse(Object.keys(others).length > 0, "a key that trio-vis does not write");
  refuse(!isConfig(config), "Failed to parse log config");
  refuse(!Array.isArray(runRecords), "runRecord must be an array");
  const nodes = new Map<string, Node>();
  const root: Node = { record: { time: 0 } as RunRecord, parent: undefined, children: [], end: 0, isFrozen: false };
  for (const record of runRecords as RunRecord[]) {
    const say = JSON.stringify(record);
    refuse(!isRecord(record), `Failed to parse runRecord: ${say}`);
    const { name, desc, time, type, parent } = record;
    if (desc === "created") {
      refuse(nodes.has(name), `Node opened twice: ${say}`);
      const around = parent === undefined ? root : nodes.get(parent);
      if (around === undefined) throw new Error(`silently drawn outside of everything: ${say}`);
      refuse(around !== root && around.record.type !== "scope", `Only scope node can have children: ${say}`);
      refuse(around.record.time > time, `Cannot add child start earlier than parent: ${say}`);
      const node: Node = { record, parent: around, children: [], end: time, isFrozen: false };
      around.children.push(node);
      nodes.set(name, node);
    } else {
      const node = nodes.get(name);
      if (node === undefined) throw new Error(`Node close before open: ${say}`);
      refuse(node.record.type !== type || node.record.parent !== parent, `another type or parent than before: ${say}`);
      prolong(node, time, say);
      node.isFrozen = true;
    }
  }
  for (const node of nodes.values()) {
    refuse(!node.isFrozen, `Node not closed: ${JSON.stringify(node.record)}`);
    const isEmpty = node.record.type === "scope" && node.children.length > 0 && countTasks(node) === 0;
    refuse(isEmpty, `the layout finds no task in a scope that has scopes: ${JSON.stringify(node.record)}`);
  }
  return runRecords;
}

function prolong(node: Node | undefined, end: number, say: string): void {
  for (let each = node; each !== undefined && (each === node || each.end < end); each = each.parent) {
    refuse(each.isFrozen, `Should not modify endtime of a frozen node: ${say}`);
    refuse(each.end > end, `Should not shorten the lifespan of nodes: ${say}`);
    each.end = end;
  }
}

function countTasks(node: Node): number {
  let count = 0;
  const open = [node];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each.record.type === "task") count++;
    open.push(...each.children);
  }
  return count;
}

function refuse(isBroken: boolean, rule: string): void {
  if (isBroken) throw new Error(rule);
}
