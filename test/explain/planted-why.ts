// Cases of `why`: a random system with one known cause of failure.

import type { Message } from "clew/parse";
import type { Value } from "./judge.js";
import { Random } from "./random.js";
import { type ActionSpec, actionsOf, randomSystem, type SystemSpec } from "./random-system.js";
import { type Known, type LogStyle, type Planted, Simulation } from "./simulation.js";

export interface Case {
  readonly name: string;
  readonly lines: readonly Message[];
  readonly path: readonly string[];
  readonly exceptionIsNull?: boolean;
  /** As in the answers: groups of values that mean the same; two groups only tell together. */
  readonly setApart: readonly (readonly Value[])[];
}

export const WHY_KINDS = ["field", "pair", "note", "deadline", "follower", "rare"] as const;
export type WhyKind = (typeof WHY_KINDS)[number];

export function randomStyle(random: Random): LogStyle {
  return {
    clew: random.chance(0.5),
    cancelledName: random.pick(["asyncio.exceptions.CancelledError", "trio.Cancelled", "AbortError"]),
    timeoutName: random.pick(["TimeoutError", "asyncio.exceptions.TimeoutError"]),
    wraps: random.pick([0, 0.4, 0.8]),
    quotes: random.pick([0, 0.5]),
  };
}

/** The path of an action in the log, with the parts that another process ran. */
export function loggedPath(system: SystemSpec, action: ActionSpec): string[] {
  const all = new Map(
    [...actionsOf(system.root), ...(system.follower ? actionsOf(system.follower) : [])].map((each) => [
      each.type,
      each,
    ]),
  );
  return action.path.flatMap((type) => (all.get(type)?.remote ? ["eliot:remote_task", type] : [type]));
}

export interface Condition {
  readonly holds: (known: Known) => boolean;
  readonly group: readonly Value[];
  readonly odds: number;
}

/** A value of an action on the way to where the cause is planted. */
export function fieldCondition(random: Random, root: ActionSpec, way: readonly string[]): Condition | undefined {
  const actions = actionsOf(root);
  const choices = actions
    .filter(({ type }) => way.includes(type))
    .flatMap((action) =>
      action.fields
        .filter(({ values, passedDown }) => Array.isArray(values) && !passedDown)
        .map((field) => ({ action, field })),
    );
  if (choices.length === 0) return undefined;
  const { action, field } = random.pick(choices);
  const values = field.values as readonly unknown[];
  const value = random.pick(values);
  const key = `${action.type}.${field.inside === undefined ? "" : `${field.inside}.`}${field.name}`;
  const aliases = actions.filter(({ fields }) => fields.some((each) => each.passedDown && each.name === field.name));
  return {
    holds: ({ values: known }) => known.get(key) === value,
    group: [{ field: key, value }, ...aliases.map(({ type }) => ({ field: `${type}.${field.name}`, value }))],
    odds: 1 / values.length,
  };
}

export function whyCase(seed: number, kind: WhyKind): Case | undefined {
  const random = new Random(seed);
  const system = randomSystem(random);
  const style = randomStyle(random);
  const followers = kind === "follower";
  if (followers && (system.follower === undefined || !style.clew)) return undefined;
  const base = followers ? (system.follower as ActionSpec) : system.root;
  const spots = actionsOf(base).filter(({ path }) => path.length > 1);
  if (spots.length === 0) return undefined;
  const at = random.pick(spots);
  const conditions: Condition[] = [];
  if (kind === "note") {
    const before = system.root.steps.findIndex((step) => step.kind !== "note" && containsType(step, at.type));
    const notes = system.root.steps
      .slice(0, before)
      .flatMap((step) => (step.kind === "note" && step.note.chance < 1 ? [step.note] : []));
    if (notes.length === 0) return undefined;
    const { type, chance } = random.pick(notes);
    conditions.push({
      holds: ({ notes: known }) => known.has(type),
      group: [{ field: type, value: true }],
      odds: chance,
    });
  } else {
    const way = followers ? [system.root.type] : at.path;
    for (let i = 0; i < (kind === "pair" ? 2 : 1); i++) {
      const condition = fieldCondition(random, system.root, kind === "pair" ? [random.pick(way)] : way);
      if (condition === undefined) return undefined;
      conditions.push(condition);
    }
    const [one, two] = conditions;
    if (two !== undefined && one?.group.some(({ field }) => two.group.some((other) => other.field === field)))
      return undefined;
  }
  const odds = conditions.reduce((product, condition) => product * condition.odds, 1);
  const share = kind === "rare" ? 0.3 : random.pick([1, 1, 0.7]);
  const main: Planted = {
    at: at.type,
    holds: (known) => conditions.every(({ holds }) => holds(known)),
    share,
    effect:
      kind === "deadline"
        ? { kind: "slow", factor: random.between(3, 5) / at.seconds }
        : {
            kind: "fail",
            exception: random.pick(["DiskFull", "SchemaMismatch", "ValueError", "psycopg.errors.UndefinedColumn"]),
            reason: random.pick(["no space left on device", "column 'x7' is missing", "unexpected token 42", "denied"]),
            attempts: random.pick([1, 1, 3]),
            cleanUp: random.pick(["none", "none", "fails", "succeeds"] as const),
          },
    ...(kind === "deadline" && {
      deadline: {
        at: at.path.at(-2) as string,
        seconds: 2,
        ends: random.pick(["cancelled", "late", "never"] as const),
      },
    }),
  };
  // Now and then something fails that has nothing to do with it.
  const unrelated: Planted = {
    at: random.pick(actionsOf(system.root)).type,
    holds: ({ index }) => index % 60 === 17,
    share: 1,
    effect: { kind: "fail", exception: "PowerLost", reason: "the rack went dark", attempts: 1, cleanUp: "none" },
  };
  const tasks = Math.min(600, Math.ceil(random.whole(10, 25) / (odds * share * (followers ? 0.6 : 1))));
  const simulation = new Simulation(
    random,
    new Random(seed + 1e6),
    style,
    unrelated.at === at.type || kind === "deadline" ? [main] : [main, unrelated],
  );
  let start = 1_700_000_000;
  for (let i = 0; i < Math.max(60, tasks); i++) {
    start += random.between(0.01, 0.3);
    simulation.task(system, start, i);
  }
  return {
    name: `${kind}-${seed}`,
    lines: simulation.lines.sort((a, b) => a.timestamp - b.timestamp),
    path: loggedPath(system, at),
    exceptionIsNull: kind === "deadline",
    setApart: conditions.map(({ group }) => group),
  };
}

function containsType(step: SystemSpec["root"]["steps"][number], type: string): boolean {
  if (step.kind === "note") return false;
  return (step.kind === "call" ? [step.action] : step.actions).some((action) =>
    actionsOf(action).some((each) => each.type === type),
  );
}
