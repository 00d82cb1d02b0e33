// Cases of `diff`: two runs of a random system with the same work, and one difference, or none.

import type { Message } from "clew/parse";
import { loggedPath, randomStyle } from "./planted-why.js";
import { Random } from "./random.js";
import { actionsOf, randomSystem } from "./random-system.js";
import { type Planted, Simulation } from "./simulation.js";

export const DIFF_KINDS = ["same", "omit", "add", "status", "field", "swap", "duration"] as const;
export type DiffKind = (typeof DIFF_KINDS)[number];

export interface DiffCase {
  readonly name: string;
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly kinds: readonly string[];
  readonly paths: readonly (readonly string[])[];
  readonly field?: string;
}

export function diffCase(seed: number, kind: DiffKind): DiffCase | undefined {
  const random = new Random(seed);
  const system = randomSystem(random);
  const style = randomStyle(random);
  const all = actionsOf(system.root);
  const tasks = random.whole(3, 14);
  const k = random.whole(0, tasks - 1);
  const holds: Planted["holds"] = ({ index }) => index === k;
  const parents = all.flatMap((parent) =>
    parent.steps.flatMap((step) =>
      step.kind === "call" && step.chance === 1 && !step.action.remote ? [{ parent, action: step.action }] : [],
    ),
  );
  if (parents.length === 0) return undefined;
  const { parent, action } = random.pick(parents);
  let planted: Planted = { at: action.type, holds, share: 1, effect: { kind: "omit" } };
  let kinds: readonly string[] = ["missing"];
  let paths = [loggedPath(system, action)];
  let field: string | undefined;
  if (kind === "add") kinds = ["extra"];
  else if (kind === "status") {
    if (action.flaky !== undefined) return undefined;
    planted = { ...planted, effect: { kind: "tryTwice" } };
    kinds = ["status", "extra"];
  } else if (kind === "duration") {
    const spot = random.pick(all.filter(({ seconds }) => seconds > 0.02));
    if (spot === undefined) return undefined;
    planted = { at: spot.type, holds, share: 1, effect: { kind: "slow", factor: 12 } };
    kinds = ["duration"];
    paths = [loggedPath(system, spot)];
  } else if (kind === "swap") {
    const calls = parent.steps.flatMap((step) =>
      step.kind === "call" && step.chance === 1 && step.times === 1 ? [step.action] : [],
    );
    const other = random.pick(calls.filter(({ type }) => type !== action.type));
    if (other === undefined || action.flaky || other.flaky) return undefined;
    planted = { ...planted, effect: { kind: "swap", with: other.type } };
    kinds = ["order"];
    paths = [...calls.map((each) => loggedPath(system, each)), loggedPath(system, parent)];
  } else if (kind === "field") {
    const notes = all.flatMap((each) =>
      each.steps.flatMap((step) =>
        step.kind === "note" && step.note.chance === 1 && step.note.fields.length > 0
          ? [{ each, note: step.note }]
          : [],
      ),
    );
    if (notes.length === 0) return undefined;
    const { each, note } = random.pick(notes);
    const name = note.fields[0]?.name as string;
    planted = { at: "", holds, share: 1, effect: { kind: "say", note: note.type, field: name, value: "other" } };
    kinds = ["field"];
    paths = [loggedPath(system, each)];
    field = name;
  }
  const run = (pace: number, order: readonly number[], plan: readonly Planted[]) => {
    const simulation = new Simulation(new Random(seed), new Random(pace), style, plan);
    let start = 1_700_000_000;
    const paceRandom = new Random(pace);
    for (const index of order) {
      start += paceRandom.between(0.01, 0.3);
      simulation.taskOf(system, start, index, seed * 1000 + index);
    }
    const lines = simulation.lines.sort((x, y) => x.timestamp - y.timestamp);
    return { lines, fired: simulation.firedIn.size > 0 };
  };
  const order = Array.from({ length: tasks }, (_, i) => i);
  const [plain, changed] = [
    run(seed + 1, order, []),
    run(seed + 2, random.chance(0.5) ? random.shuffled(order) : order, kind === "same" ? [] : [planted]),
  ];
  if (kind !== "same" && !changed.fired) return undefined;
  return {
    name: `${kind}-${seed}`,
    a: kind === "add" ? changed.lines : plain.lines,
    b: kind === "add" ? plain.lines : changed.lines,
    kinds: kind === "same" ? [] : kinds,
    paths,
    ...(field === undefined ? {} : { field }),
  };
}
