// Batch systems, unlike services and meshes: jobs go from stage to stage through queues, nobody waits for who takes them up,
// workers try again and give up into a queue of dead letters, windows gather jobs, and all share a few connections.

import type { Random } from "./random.js";

/** How a batch system logs. */
export interface BatchStyle {
  /** Whether all stages run actions of one type, told apart by a field alone. */
  readonly oneType: boolean;
  readonly serviceOn: "all" | "runs";
  /** The field that names which of several workers ran a job, if any does. */
  readonly worker: "k8s.pod.name" | "instance" | undefined;
  /** Whether a failed attempt is an action that failed, or a warning. */
  readonly attempts: "actions" | "warnings";
  readonly durations: boolean;
  readonly skew: number;
  /** The share of lines that never came to the log. */
  readonly lost: number;
}

export interface Stage {
  readonly service: string;
  readonly type: string;
  readonly seconds: number;
  readonly workers: number;
  /** Names of its workers, which run on hosts of their own. */
  readonly pods: readonly string[];
  /** Seconds of a window that gathers jobs before they run; 0 for none. */
  readonly window: number;
  readonly steps: readonly BatchStep[];
  readonly next: readonly { readonly to: Stage; readonly chance: number; readonly chunks: readonly [number, number] }[];
  /** The share of attempts that fail at any time. */
  readonly noise: number;
  /** Jobs that one job comes to, itself included. */
  readonly reach: number;
}

export type BatchStep =
  | { readonly kind: "work"; readonly type: string; readonly seconds: number }
  | { readonly kind: "store"; readonly seconds: number }
  | { readonly kind: "say"; readonly text: string; readonly chance: number };

export interface BatchSystem {
  readonly style: BatchStyle;
  readonly stages: readonly Stage[];
  readonly entries: readonly { readonly to: Stage; readonly weight: number }[];
  readonly connections: number;
  readonly customers: readonly string[];
}

const STAGES = "intake splitter thumbs ocr dedupe geocode scorer mailer ledger packer archive notify audit merge".split(
  " ",
);
const WORK = ["parse", "convert", "compress", "hash", "validate", "upload"];
const TEXTS = ["# rows of #", "wrote part #", "skipped # of #", "checkpoint #"];
const MOST_REACHED = 25;

export function randomBatchSystem(random: Random): BatchSystem {
  const style: BatchStyle = {
    oneType: random.chance(0.5),
    serviceOn: random.pick(["all", "runs"]),
    worker: random.pick(["k8s.pod.name", "instance", undefined]),
    attempts: random.pick(["actions", "warnings"]),
    durations: random.chance(0.6),
    skew: random.pick([0, 0.002, 0.4]),
    lost: random.pick([0, 0, 0.004]),
  };
  const stages: Stage[] = [];
  // The last first: each hands its jobs to some of those before it.
  for (const service of random.shuffled(STAGES).slice(0, random.whole(5, 12))) {
    const next: Stage["next"][number][] = [];
    let reach = 1;
    for (let k = stages.length === 0 ? 0 : random.whole(1, 2); k > 0; k--) {
      const to = stages[Math.floor(stages.length * Math.sqrt(random.next()))] as Stage;
      const chunks: [number, number] = random.chance(0.25) ? [2, 4] : [1, 1];
      const more = (to.reach * (chunks[0] + chunks[1])) / 2;
      if (reach + more > MOST_REACHED || next.some((one) => one.to === to)) continue;
      reach += more;
      next.push({ to, chance: random.pick([1, 1, 0.6]), chunks });
    }
    stages.push({
      service: `${service}-worker`,
      type: style.oneType ? "job.run" : `${service}.run`,
      seconds: Math.exp(random.between(Math.log(0.003), Math.log(0.08))),
      workers: random.whole(2, 6),
      pods: Array.from({ length: random.whole(1, 4) }, () => `${service}-${random.hex(5)}`),
      window: random.chance(0.25) ? random.between(0.3, 1) : 0,
      steps: randomSteps(random),
      next,
      noise: random.pick([0, 0, 0.01, 0.08]),
      reach,
    });
  }
  const first = stages.filter(({ next }) => next.length > 0).slice(-3);
  return {
    style,
    stages,
    entries: (first.length > 0 ? first : stages.slice(-1)).map((to) => ({ to, weight: random.between(0.3, 2) })),
    connections: random.whole(4, 8),
    customers: Array.from({ length: random.whole(4, 10) }, () => `c-${random.hex(4)}`),
  };
}

function randomSteps(random: Random): BatchStep[] {
  const steps: BatchStep[] = [];
  for (let k = random.whole(1, 3); k > 0; k--) {
    steps.push({ kind: "work", type: random.pick(WORK), seconds: random.between(0.002, 0.04) });
    if (random.chance(0.6)) steps.push({ kind: "say", text: random.pick(TEXTS), chance: random.pick([1, 1, 0.4]) });
  }
  if (random.chance(0.6)) steps.push({ kind: "store", seconds: random.between(0.002, 0.02) });
  return random.shuffled(steps);
}
