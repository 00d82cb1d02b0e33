// Cases of batch systems by seed: some minutes as usual, some in which something is wrong, and the worker to blame.

import type { Message } from "clew/parse";
import { type BatchSystem, randomBatchSystem, type Stage } from "./batch-system.js";
import { type BatchFault, type BatchFaultKind, runBatches } from "./batch-traffic.js";
import { Random } from "./random.js";

export interface BatchCase {
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly culprits: readonly string[];
}

/** A fault that struck less often is an anecdote, whoever looks for it. */
const LEAST_STRUCK = 6;
const MOST_MESSAGES = 15_000;
/** Jobs a second that a system of a few workers keeps up with. */
const JOBS_A_SECOND = 3;

/** Makes a case, or `undefined` where this seed's system has no place for the fault, or too little came of it. */
export function batchCase(seed: number, kinds: readonly BatchFaultKind[]): BatchCase | undefined {
  const random = new Random(seed * 92_821 + 29);
  const system = randomBatchSystem(random);
  const runSeed = random.whole(1, 2 ** 30);
  const jobs = affordable(system, runSeed, random.pick([40, 100, 250, 500]));
  const begin = 1_770_000_000 + random.whole(0, 100_000);
  const a = runBatches(system, runSeed, traffic(jobs, begin, 0.05, []));
  const faults: BatchFault[] = [];
  for (const kind of kinds) {
    const free = system.stages.filter(
      (stage) => seenAt(stage, a.messages) >= 15 && !faults.some((fault) => fault.stage === stage),
    );
    const fault = plant(kind, random, random.shuffled(free));
    if (fault === undefined) return undefined;
    faults.push(fault);
  }
  const later = Math.round(jobs * random.between(0.7, 1.3));
  const b = runBatches(system, runSeed + 1, traffic(later, begin + 86_400, random.pick([0.05, 0.2, 0.5]), faults));
  if (b.struck.some((count) => count < LEAST_STRUCK)) return undefined;
  return { a: a.messages, b: b.messages, culprits: faults.map(({ stage }) => stage.service) };
}

/** Two runs in which nothing is wrong; the second has another mix. */
export function nullBatchCase(seed: number, drift: number): Pick<BatchCase, "a" | "b"> {
  const random = new Random(seed * 92_821 + 31);
  const system = randomBatchSystem(random);
  const runSeed = random.whole(1, 2 ** 30);
  const jobs = affordable(system, runSeed, random.pick([40, 100, 250]));
  return {
    a: runBatches(system, runSeed, traffic(jobs, 1_770_000_000, 0.05, [])).messages,
    b: runBatches(system, runSeed + 1, traffic(jobs, 1_770_086_400, drift, [])).messages,
  };
}

function traffic(jobs: number, begin: number, drift: number, faults: readonly BatchFault[]) {
  return { jobs, begin, seconds: jobs / JOBS_A_SECOND, drift, faults };
}

function affordable(system: BatchSystem, seed: number, jobs: number): number {
  const { messages } = runBatches(system, seed, traffic(20, 0, 0.05, []));
  return Math.max(25, Math.min(jobs, Math.floor((20 * MOST_MESSAGES) / messages.length)));
}

function seenAt(stage: Stage, messages: readonly Message[]): number {
  return messages.filter(
    ({ action_type, action_status, service }) =>
      action_type === stage.type && action_status === "started" && service === stage.service,
  ).length;
}

function plant(kind: BatchFaultKind, random: Random, stages: readonly Stage[]): BatchFault | undefined {
  const some = random.between(0.3, 0.9);
  const on = (stage: Stage | undefined, share = some, factor = random.between(5, 15), step?: BatchFault["step"]) =>
    stage && { kind, stage, step, share, factor };
  const stepOf = (stepKind: "work" | "store" | "say", share: number) => {
    for (const stage of stages) {
      const step = stage.steps.find((one) => one.kind === stepKind && (one.kind !== "say" || one.chance === 1));
      if (step !== undefined) return on(stage, share, random.between(5, 15), step);
    }
    return undefined;
  };
  const [any] = stages;
  switch (kind) {
    case "slow stage":
    case "late window":
      return on(kind === "late window" ? stages.find(({ window }) => window > 0) : any, 1, random.between(4, 10));
    case "slow step":
      return stepOf("work", some);
    case "skipped":
      return stepOf(random.pick(["work", "say"]), some);
    case "poison":
    case "flaky":
      return on(any, random.between(0.15, 0.5));
    case "stuck":
    case "tail":
      return on(any, random.between(0.08, 0.2), random.between(40, 100));
    case "starved":
      // One worker that has time to spare makes nobody wait.
      return on(
        stages.find(({ seconds, workers }) => workers > 2 && seconds > 0.02),
        1,
      );
    case "worker slow":
    case "worker fails":
      return on(
        stages.find(({ pods }) => pods.length > 1),
        kind === "worker slow" ? 1 : some,
        random.between(5, 15),
      );
    case "hogged store":
      return on(
        stages.find(({ steps }) => steps.some((step) => step.kind === "store")),
        1,
        random.between(15, 60),
      );
    case "more chunks":
    case "sent twice":
    case "not sent":
      return on(stages.find(({ next }) => next.length > 0));
    case "partial":
      return on(any, random.between(0.2, 0.8));
  }
}
