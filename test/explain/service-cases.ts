// Cases by seed: a system, a minute as usual, a minute in which something is wrong, and the service to blame.

import type { Message } from "clew/parse";
import { Random } from "./random.js";
import { type Operation, randomServices, type ServiceStep, type ServiceSystem } from "./service-system.js";
import { type Fault, type FaultKind, runServices } from "./service-traffic.js";

export interface ServiceCase {
  readonly seed: number;
  readonly kind: string;
  readonly system: ServiceSystem;
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly culprits: readonly string[];
  readonly operations: readonly string[];
  readonly struck: readonly number[];
  /** Whether time, errors or the shape of tasks shows it. */
  readonly shows: "time" | "error" | "shape";
}

export const FAULT_KINDS: readonly FaultKind[] = [
  "cpu",
  "network",
  "fail",
  "caught",
  "return",
  "store",
  "pool",
  "version",
  "threshold",
  "cache",
  "retry",
  "lock",
  "missing",
  "busy service",
  "other path",
  "silent",
];

/** Makes a case, or `undefined` where this seed's system has no place for the fault, or too little came of it. */
export function serviceCase(seed: number, kinds: readonly FaultKind[]): ServiceCase | undefined {
  const random = new Random(seed * 7919 + 13);
  const system = randomServices(random);
  const wanted = random.pick([40, 90, 200, 400]);
  const drift = random.pick([0.05, 0.2, 0.5]);
  const runSeed = random.whole(1, 2 ** 30);
  const begin = 1_780_000_000 + random.whole(0, 100_000);
  const tasks = affordable(system, runSeed, wanted);
  const a = runServices(system, runSeed, { tasks, begin, drift: 0.05, faults: [] });
  const seen = new Map<string, number>();
  for (const { action_type, action_status } of a.messages) {
    if (action_status === "started") seen.set(String(action_type), (seen.get(String(action_type)) ?? 0) + 1);
  }
  const faults: Fault[] = [];
  for (const kind of kinds) {
    const fault = plant(
      kind,
      system,
      random,
      seen,
      faults.map(({ service }) => service),
    );
    if (fault === undefined) return undefined;
    faults.push(fault);
  }
  const b = runServices(system, runSeed + 1, {
    tasks: Math.round(tasks * random.between(0.8, 1.2)),
    begin: begin + 1800,
    drift,
    faults,
  });
  if (b.struck.some((count) => count < LEAST_STRUCK)) return undefined;
  const [first] = faults;
  return {
    seed,
    kind: kinds.join(" + "),
    system,
    a: a.messages,
    b: b.messages,
    culprits: faults.map(({ service }) => service),
    operations: faults.flatMap(({ operation, step }) => [
      operation?.name ?? "",
      step !== undefined && "name" in step ? (step.name ?? "") : "",
    ]),
    struck: b.struck,
    shows: showsOf(first as Fault, system),
  };
}

/** A minute in which nothing is wrong, twice. */
export function nullServiceCase(seed: number, drift: number): Pick<ServiceCase, "system" | "a" | "b"> {
  const random = new Random(seed * 7919 + 17);
  const system = randomServices(random);
  const begin = 1_780_000_000;
  const runSeed = random.whole(1, 2 ** 30);
  const tasks = affordable(system, runSeed, random.pick([40, 90, 200, 400]));
  return {
    system,
    a: runServices(system, runSeed, { tasks, begin, drift: 0.05, faults: [] }).messages,
    b: runServices(system, runSeed + 1, { tasks, begin: begin + 1800, drift, faults: [] }).messages,
  };
}

/** Messages of a minute that a test has time for. */
const MOST_MESSAGES = 15_000;

function affordable(system: ServiceSystem, seed: number, tasks: number): number {
  const { messages } = runServices(system, seed, { tasks: 10, begin: 0, drift: 0.05, faults: [] });
  return Math.max(20, Math.min(tasks, Math.floor((10 * MOST_MESSAGES) / messages.length)));
}

/** A fault that struck less often is an anecdote, whoever looks for it. */
const LEAST_STRUCK = 5;

function showsOf({ kind, effect }: Fault, { style }: ServiceSystem): ServiceCase["shows"] {
  const what = effect ?? kind;
  if (["cpu", "network", "store", "pool", "threshold", "lock", "busy service"].includes(what)) return "time";
  return what === "fail" && (style.failure === "status" || style.lines !== "none") ? "error" : "shape";
}

function plant(
  kind: FaultKind,
  system: ServiceSystem,
  random: Random,
  seen: ReadonlyMap<string, number>,
  taken: readonly string[],
): Fault | undefined {
  const { style, services } = system;
  const front = services.at(-1) as string;
  const used = random.shuffled(
    system.operations.filter(({ name, service }) => (seen.get(name) ?? 0) >= 8 && !taken.includes(service)),
  );
  const inner = used.filter(({ service }) => service !== front);
  const [operation] = inner;
  if (operation === undefined) return undefined;
  const share = random.pick([1, 1, 0.7, 0.4]);
  const at = (step: ServiceStep | undefined, from: Operation): Fault => ({
    kind,
    service: from.service,
    operation: from,
    share,
    factor: random.between(4, 12),
    seconds: random.between(0.03, 0.2),
    ...(step !== undefined && { step }),
  });
  const withStep = (fits: (step: ServiceStep) => boolean): Fault | undefined => {
    for (const one of used) {
      const step = one.steps.find(fits);
      if (step !== undefined) return at(step, one);
    }
    return undefined;
  };
  switch (kind) {
    case "cpu":
      return { ...at(undefined, operation), factor: random.between(10, 30) };
    case "busy service":
      return {
        ...at(undefined, operation),
        operation: undefined as Operation | undefined,
        share: 1,
        factor: random.between(3, 8),
      };
    case "network":
      return style.client === "none" ? undefined : { ...at(undefined, operation), operation: undefined };
    case "fail":
    case "caught":
    case "return":
      if (
        kind !== "fail" &&
        style.lines === "none" &&
        operation.steps.filter(({ kind: step }) => step !== "line").length < 2
      )
        return undefined;
      if (style.failure === "nothing" && style.lines === "none" && operation.steps.length < 2) return undefined;
      return at(undefined, operation);
    case "version":
      if (!style.versions && !style.hosts) return undefined;
      return { ...at(undefined, operation), share: 1, effect: random.pick(["fail", "cpu"]), factor: 20 };
    case "retry":
      return inner.some((one) => one === operation) &&
        system.operations.some(({ steps }) => steps.some((step) => step.kind === "call" && step.to === operation))
        ? { ...at(undefined, operation), share: random.between(0.4, 0.8) }
        : undefined;
    case "lock":
      return { ...at(undefined, operation), share: 1, seconds: random.between(0.05, 0.2) };
    case "store":
      return withStep(({ kind: step }) => step === "store");
    case "threshold": {
      const fault = withStep((step) => step.kind === "store" && step.rows);
      return fault && { ...fault, share: 1, above: random.pick([300, 800, 1500]), factor: random.between(6, 15) };
    }
    case "pool": {
      const fault = withStep(({ kind: step }) => step === "store");
      const field = random.pick(system.entries[0]?.fields ?? []);
      return (
        fault && {
          ...fault,
          share: 1,
          factor: random.between(15, 40),
          holder: { field: field.name, value: random.pick(field.values) },
        }
      );
    }
    case "cache":
      return withStep(({ kind: step }) => step === "cache");
    case "missing":
      return withStep(
        (step) =>
          (step.kind === "call" && step.when === undefined && step.chance === 1) ||
          (step.kind === "later" && step.chance > 0.6),
      );
    case "other path":
      return withStep((step) => step.kind === "call" && step.when === undefined && step.chance < 0.6);
    case "silent":
      return style.lines === "none" ? undefined : withStep((step) => step.kind === "line" && step.chance === 1);
  }
}
