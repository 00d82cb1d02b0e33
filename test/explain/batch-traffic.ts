// Some minutes of jobs through a batch system, with faults: events in the order of time, for jobs wait for each other.

import type { Message } from "clew/parse";
import type { BatchStep, BatchSystem, Stage } from "./batch-system.js";
import type { FaultyRun } from "./faulty-run.js";
import { Random } from "./random.js";

export const BATCH_FAULTS = [
  "slow stage",
  "slow step",
  "poison",
  "flaky",
  "stuck",
  "starved",
  "late window",
  "skipped",
  "partial",
  "worker slow",
  "worker fails",
  "hogged store",
  "more chunks",
  "sent twice",
  "not sent",
  "tail",
] as const;

export type BatchFaultKind = (typeof BATCH_FAULTS)[number];

export interface BatchFault {
  readonly kind: BatchFaultKind;
  readonly stage: Stage;
  readonly step: BatchStep | undefined;
  readonly share: number;
  readonly factor: number;
}

export interface BatchTraffic {
  readonly jobs: number;
  readonly begin: number;
  readonly seconds: number;
  readonly drift: number;
  readonly faults: readonly BatchFault[];
}

const MOST_ATTEMPTS = 3;

export function runBatches(system: BatchSystem, seed: number, traffic: BatchTraffic): FaultyRun {
  return new Run(system, seed, traffic).all();
}

/** A job on its way to a stage, and where in its task that run of it is logged. */
interface Job {
  readonly uuid: string;
  readonly level: readonly number[];
  readonly customer: string;
  readonly bytes: number;
}

interface Where {
  readonly service: string;
  readonly pod: string;
}

type Fields = Record<string, unknown>;

class Run {
  readonly #system: BatchSystem;
  readonly #random: Random;
  readonly #traffic: BatchTraffic;
  readonly #messages: Message[] = [];
  readonly #struck: number[];
  readonly #skews = new Map<string, number>();
  readonly #events: { readonly time: number; readonly happens: (time: number) => void }[] = [];
  readonly #waiting = new Map<Stage, Job[]>();
  readonly #busy = new Map<Stage, number>();
  readonly #connections: number[];

  constructor(system: BatchSystem, seed: number, traffic: BatchTraffic) {
    this.#system = system;
    this.#random = new Random(seed);
    this.#traffic = traffic;
    this.#struck = traffic.faults.map(() => 0);
    this.#connections = Array.from({ length: system.connections }, () => 0);
    for (const { pods } of system.stages)
      for (const pod of pods) this.#skews.set(pod, system.style.skew * (2 * this.#random.next() - 1));
  }

  all(): FaultyRun {
    const { entries, customers, style } = this.#system;
    const { jobs, begin, seconds, drift } = this.#traffic;
    const random = this.#random;
    const weights = entries.map(({ weight }) => weight * random.factor(drift));
    const popular = customers.map(() => random.factor(0.4 + drift));
    for (let i = 0; i < jobs; i++) {
      const to = entries[draw(random, weights)]?.to as Stage;
      const customer = customers[draw(random, popular)] as string;
      const job = { uuid: random.uuid(), level: [], customer, bytes: Math.round(Math.exp(random.between(5, 14))) };
      this.#at(begin + seconds * random.next(), (time) => this.#arrives(to, job, time));
    }
    for (let event = this.#events.pop(); event !== undefined; event = this.#events.pop()) event.happens(event.time);
    const kept = this.#messages.filter(() => !random.chance(style.lost));
    kept.sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
    return { messages: kept, struck: this.#struck };
  }

  /** The next event is the last of the list. */
  #at(time: number, happens: (time: number) => void): void {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.time as number) > time) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, { time, happens });
  }

  #strikes(kinds: readonly BatchFaultKind[], stage: Stage, pod?: string, step?: BatchStep): BatchFault | undefined {
    for (const [i, fault] of this.#traffic.faults.entries()) {
      if (!kinds.includes(fault.kind) || fault.stage !== stage || fault.step !== step) continue;
      if (fault.kind.startsWith("worker") && pod !== stage.pods[0]) continue;
      if (!this.#random.chance(fault.share)) continue;
      this.#struck[i] = (this.#struck[i] as number) + 1;
      return fault;
    }
    return undefined;
  }

  #arrives(stage: Stage, job: Job, time: number): void {
    const known = this.#waiting.get(stage) ?? [];
    this.#waiting.set(stage, known);
    known.push(job);
    this.#takeUp(stage, time);
  }

  /** Idle workers take up what waits. */
  #takeUp(stage: Stage, time: number): void {
    const starved = this.#traffic.faults.some(({ kind, stage: at }) => kind === "starved" && at === stage);
    for (;;) {
      const busy = this.#busy.get(stage) ?? 0;
      const waiting = this.#waiting.get(stage) ?? [];
      if (busy >= (starved ? 1 : stage.workers) || waiting.length === 0) return;
      const job = waiting.shift() as Job;
      if (starved) this.#strikes(["starved"], stage);
      this.#busy.set(stage, busy + 1);
      const free = this.#run(stage, job, time);
      this.#at(free, (then) => {
        this.#busy.set(stage, (this.#busy.get(stage) ?? 1) - 1);
        this.#takeUp(stage, then);
      });
    }
  }

  /** Runs a job at a stage; gives when its worker is free again. */
  #run(stage: Stage, job: Job, from: number): number {
    const random = this.#random;
    const where = { service: stage.service, pod: random.pick(stage.pods) };
    const level = job.level;
    const { worker } = this.#system.style;
    this.#start(stage.type, job, level, from, where, {
      service: stage.service,
      ...(worker !== undefined && { [worker]: where.pod }),
      ...(level.length === 0 && { customer: job.customer, bytes: job.bytes }),
    });
    let number = 2;
    let at = from;
    if (stage.window > 0) {
      const window = stage.window * (this.#strikes(["late window"], stage)?.factor ?? 1);
      const until = Math.ceil(at / window) * window;
      this.#whole("window.wait", job, [...level, number++], at, until, where);
      at = until;
    }
    // A worker that gathers a window works on others meanwhile.
    const waited = at - from;
    const poison = this.#strikes(["poison"], stage) !== undefined;
    let failed = true;
    for (let attempt = 1; failed && attempt <= MOST_ATTEMPTS; attempt++) {
      const wrong =
        poison ||
        random.chance(stage.noise) ||
        this.#strikes(["flaky", "worker fails"], stage, where.pod) !== undefined;
      if (this.#system.style.attempts === "actions") {
        const begun = at;
        const inside = [...level, number++];
        this.#start("attempt", job, inside, at, where, { attempt });
        const done = this.#work(stage, job, inside, 2, at, where, wrong);
        at = done.at;
        this.#finish("attempt", job, [...inside, done.number], begun, at, where, wrong ? "JobError" : undefined);
      } else {
        const done = this.#work(stage, job, level, number, at, where, wrong);
        at = done.at;
        number = done.number;
        if (wrong) this.#say(job, [...level, number++], at, where, "attempt # failed, again in # ms", "warning");
      }
      failed = wrong;
      if (failed) at += 0.02 * attempt;
    }
    if (failed) this.#say(job, [...level, number++], at, where, "gave up, moved to dead letters", "error");
    else number = this.#handOn(stage, job, number, at, where);
    const partial = this.#strikes(["partial"], stage) !== undefined;
    const result = failed ? "dead" : partial ? "partial" : "done";
    this.#finish(stage.type, job, [...level, number], from, at + 0.0003, where, failed ? "DeadLetter" : undefined, {
      result,
    });
    return at - waited;
  }

  /** The work of an attempt; it breaks off half way where it goes wrong. */
  #work(stage: Stage, job: Job, level: readonly number[], first: number, from: number, where: Where, wrong: boolean) {
    const stuck = this.#strikes(["stuck"], stage) !== undefined;
    const slow = this.#strikes(["slow stage", "worker slow", "tail"], stage, where.pod)?.factor ?? 1;
    let at = from + this.#takes(stage.seconds) * slow + (stuck ? this.#random.between(1, 2) : 0);
    let number = first;
    const steps = wrong ? stage.steps.slice(0, Math.floor(stage.steps.length / 2)) : stage.steps;
    for (const step of steps) {
      if (this.#strikes(["skipped"], stage, undefined, step) !== undefined) continue;
      if (step.kind === "say") {
        if (this.#random.chance(step.chance)) this.#say(job, [...level, number++], at, where, step.text, "info");
      } else if (step.kind === "work") {
        const end =
          at + this.#takes(step.seconds) * (this.#strikes(["slow step"], stage, undefined, step)?.factor ?? 1);
        this.#whole(step.type, job, [...level, number++], at, end, where);
        at = end;
      } else {
        const place = this.#connections.indexOf(Math.min(...this.#connections));
        const begins = Math.max(at, this.#connections[place] as number);
        const held = this.#takes(step.seconds) * (this.#strikes(["hogged store"], stage)?.factor ?? 1);
        this.#whole("pool.acquire", job, [...level, number++], at, begins + 0.0001, where);
        at = begins + held;
        this.#whole("db.write", job, [...level, number++], begins + 0.0001, at, where);
        this.#connections[place] = at;
      }
    }
    return { at, number };
  }

  /** Sends what came of a job to the next stages, which take it up when they can. */
  #handOn(stage: Stage, job: Job, first: number, at: number, where: Where): number {
    const random = this.#random;
    let number = first;
    for (const { to, chance, chunks } of stage.next) {
      if (!random.chance(chance) || this.#strikes(["not sent"], stage) !== undefined) continue;
      let count = random.whole(...chunks);
      if (this.#strikes(["sent twice"], stage) !== undefined) count *= 2;
      const more = this.#strikes(["more chunks"], stage);
      if (more !== undefined) count += Math.round(more.factor / 3);
      for (; count > 0; count--) {
        const level = [...job.level, number++];
        this.#start("queue.send", job, level, at, where, { queue: to.service.replace("-worker", "") });
        this.#finish("queue.send", job, [...level, 3], at, at + 0.0005, where, undefined);
        const sent = { ...job, level: [...level, 2] };
        this.#at(at + 0.001 + this.#takes(0.002), (time) => this.#arrives(to, sent, time));
      }
    }
    return number;
  }

  /** Durations with a log-normal body and pauses now and then. */
  #takes(seconds: number): number {
    const pause = this.#random.chance(0.004) ? this.#random.between(0.02, 0.3) : 0;
    return seconds * this.#random.factor(0.35) + pause;
  }

  #whole(type: string, job: Job, level: readonly number[], from: number, to: number, where: Where): void {
    this.#start(type, job, level, from, where, {});
    this.#finish(type, job, [...level, 2], from, to, where, undefined);
  }

  #log(job: Job, level: readonly number[], at: number, { pod }: Where, fields: Fields): void {
    const timestamp = Math.round((at + (this.#skews.get(pod) ?? 0)) * 1e6) / 1e6;
    this.#messages.push({ task_uuid: job.uuid, task_level: [...level], timestamp, ...fields });
  }

  #start(type: string, job: Job, level: readonly number[], at: number, where: Where, fields: Fields): void {
    const about = this.#system.style.serviceOn === "all" ? { service: where.service } : {};
    this.#log(job, [...level, 1], at, where, { action_type: type, action_status: "started", ...about, ...fields });
  }

  #finish(
    type: string,
    job: Job,
    level: readonly number[],
    from: number,
    to: number,
    where: Where,
    exception: string | undefined,
    fields: Fields = {},
  ): void {
    const status =
      exception === undefined
        ? { action_status: "succeeded" }
        : { action_status: "failed", exception, reason: `job ${this.#random.whole(1, 9999)} cannot be read` };
    const took = this.#system.style.durations ? { clew_duration: Math.round((to - from) * 1e6) / 1e6 } : {};
    this.#log(job, level, to, where, { action_type: type, ...status, ...took, ...fields });
  }

  #say(job: Job, level: readonly number[], at: number, where: Where, text: string, log_level: string): void {
    const message = text.replaceAll("#", () => String(this.#random.whole(1, 999)));
    this.#log(job, level, at, where, { message_type: "log", log_level, message });
  }
}

function draw(random: Random, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((sum, one) => sum + one, 0);
  for (const [i, weight] of weights.entries()) {
    rest -= weight;
    if (rest <= 0) return i;
  }
  return weights.length - 1;
}
