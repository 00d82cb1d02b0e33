// Cases of `slow`: a random system in which one path is slow, for a reason or for all.

import type { Message } from "clew/parse";
import { type Case, type Condition, fieldCondition, loggedPath, randomStyle } from "./planted-why.js";
import { Random } from "./random.js";
import { type ActionSpec, actionsOf, randomSystem } from "./random-system.js";
import { type Planted, Simulation } from "./simulation.js";

export const SLOW_KINDS = ["slow", "everywhere", "pause", "backOff", "repeat", "pair"] as const;
export type SlowKind = (typeof SLOW_KINDS)[number];

/** Seconds that are added where the condition holds: more than a task of these systems takes. */
const ADDED = 3;

export function slowCase(seed: number, kind: SlowKind): Case | undefined {
  const random = new Random(seed);
  const system = randomSystem(random);
  const style = randomStyle(random);
  const all = actionsOf(system.root);
  const called = new Set(
    all.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "call" ? [step.action.type] : []))),
  );
  const spots = all.filter(({ path, type, steps, remote }) => {
    if (path.length < 2) return false;
    if (kind === "pause") return steps.length > 0;
    if (kind === "backOff" || kind === "repeat") return called.has(type) && !remote;
    return true;
  });
  if (spots.length === 0) return undefined;
  const at = random.pick(spots);
  const way = kind === "backOff" || kind === "repeat" ? at.path.slice(0, -1) : at.path;
  const count = kind === "everywhere" ? 0 : kind === "pair" ? 2 : 1;
  const conditions: Condition[] = [];
  for (let i = 0; i < count; i++) {
    const condition = fieldCondition(random, system.root, kind === "pair" ? [random.pick(way)] : way);
    if (condition === undefined) return undefined;
    conditions.push(condition);
  }
  if (
    conditions.length === 2 &&
    conditions[0]?.group.some(({ field }) => conditions[1]?.group.some((other) => other.field === field))
  ) {
    return undefined;
  }
  const odds = conditions.reduce((product, condition) => product * condition.odds, 1);
  const effect: Planted["effect"] =
    kind === "pause"
      ? { kind: "pause", seconds: ADDED }
      : kind === "backOff"
        ? { kind: "backOff", seconds: ADDED / 2 }
        : kind === "repeat"
          ? { kind: "repeat", times: Math.ceil(ADDED / at.seconds / (at.steps.length > 0 ? 5 : 1)) }
          : { kind: "slow", factor: (kind === "everywhere" ? 1 : ADDED) / at.seconds };
  if (effect.kind === "repeat" && effect.times > 300) return undefined;
  const planted: Planted = {
    at: at.type,
    holds: (known) => conditions.every(({ holds }) => holds(known)),
    share: 1,
    effect,
  };
  const simulation = new Simulation(random, new Random(seed + 1e6), style, [planted]);
  let start = 1_700_000_000;
  for (let i = 0; i < Math.min(500, Math.max(60, 12 / odds)); i++) {
    start += random.between(0.01, 0.3);
    simulation.task(system, start, i);
  }
  simulation.lines.sort((a, b) => a.timestamp - b.timestamp);
  const seconds = rootSeconds(simulation.lines);
  if (simulation.firedIn.size * ADDED * (kind === "everywhere" ? 0.3 : 1) < 0.4 * seconds) return undefined;
  const parent = all.find(({ type }) => type === at.path.at(-2)) as ActionSpec;
  return {
    name: `${kind}-${seed}`,
    lines: simulation.lines,
    path: loggedPath(system, kind === "backOff" ? parent : at),
    setApart: conditions.map(({ group }) => group),
  };
}

function rootSeconds(lines: readonly Message[]): number {
  const starts = new Map<string, number>();
  let seconds = 0;
  for (const { task_uuid, task_level, timestamp, action_status } of lines) {
    if (task_level.length > 1 || action_status === undefined) continue;
    if (action_status === "started") starts.set(task_uuid, timestamp);
    else seconds += timestamp - (starts.get(task_uuid) ?? timestamp);
  }
  return seconds;
}
