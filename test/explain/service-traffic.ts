// Runs a system of services for a minute and writes what it would have logged, with faults or without. Two runs of one
// system are never the same work: what is asked for is drawn anew, and its mix drifts.

import type { Message } from "clew/parse";
import type { FaultyRun } from "./faulty-run.js";
import { Random } from "./random.js";
import type { Operation, ServiceStep, ServiceSystem } from "./service-system.js";

export type FaultKind =
  | "cpu"
  | "network"
  | "fail"
  | "caught"
  | "return"
  | "store"
  | "pool"
  | "version"
  | "threshold"
  | "cache"
  | "retry"
  | "lock"
  | "missing"
  | "busy service"
  | "other path"
  | "silent";

export interface Fault {
  readonly kind: FaultKind;
  readonly service: string;
  readonly operation: Operation | undefined;
  /** The step that it is about, where it is about one. */
  readonly step?: ServiceStep;
  /** What a fault of some hosts does there. */
  readonly effect?: "fail" | "cpu" | "return";
  /** How often it strikes where it could. */
  readonly share: number;
  readonly factor: number;
  readonly seconds: number;
  readonly holder?: { readonly field: string; readonly value: string };
  readonly above?: number;
}

export interface Traffic {
  readonly tasks: number;
  readonly begin: number;
  /** By how much the mix of what is asked for is off, as the spread of a factor. */
  readonly drift: number;
  readonly faults: readonly Fault[];
}

interface Outcome {
  readonly end: number;
  readonly failed: boolean;
}

interface Here {
  readonly uuid: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly service: string;
  readonly host: string;
}

/** Writes a minute of a system. */
export function runServices(system: ServiceSystem, seed: number, traffic: Traffic): FaultyRun {
  return new Minute(system, seed, traffic).run();
}

const SPREAD = 0.35;

class Minute {
  readonly #system: ServiceSystem;
  readonly #random: Random;
  readonly #traffic: Traffic;
  readonly #messages: Message[] = [];
  readonly #struck: number[];
  readonly #skews = new Map<string, number>();
  /** When the places of a shared resource are taken, by its name: stretches in order, for each of its places. */
  readonly #taken = new Map<string, [from: number, to: number][][]>();
  /** A minute is a little faster or slower than another one, everywhere. */
  readonly #weather: number;

  constructor(system: ServiceSystem, seed: number, traffic: Traffic) {
    this.#system = system;
    this.#random = new Random(seed);
    this.#traffic = traffic;
    this.#struck = traffic.faults.map(() => 0);
    this.#weather = this.#random.factor(0.04);
    const clocks = new Random(seed >>> 8);
    for (const service of system.services) this.#skews.set(service, clocks.between(-1, 1) * system.style.skew);
  }

  run(): FaultyRun {
    const random = this.#random;
    const { entries } = this.#system;
    const { tasks, begin, drift } = this.#traffic;
    const weights = entries.map(({ weight }) => weight * random.factor(drift));
    const mixes = (entries[0]?.fields ?? []).map(({ name, values, weights: usual }) => ({
      name,
      values,
      weights: usual.map((one) => one * random.factor(drift)),
    }));
    let arrival = begin;
    for (let i = 0; i < tasks; i++) {
      arrival += (-Math.log(1 - random.next()) * 60) / tasks;
      const { operation } = entries[draw(random, weights)] as (typeof entries)[0];
      const fields = new Map(
        mixes.map(({ name, values, weights: now }) => [name, values[draw(random, now)] as string]),
      );
      const here: Here = {
        uuid: random.uuid(),
        fields,
        service: operation.service,
        host: this.#hostOf(operation.service),
      };
      this.#serve(operation, here, [], arrival, Object.fromEntries(fields));
    }
    this.#messages.sort((a, b) => a.timestamp - b.timestamp);
    return { messages: this.#messages, struck: this.#struck };
  }

  #hostOf(service: string): string {
    return `${service}-${this.#random.whole(1, 3)}`;
  }

  /** Whether a fault is at work here, counted. */
  #strikes(kind: FaultKind, here: Here, operation: Operation, step?: ServiceStep): Fault | undefined {
    for (const [i, fault] of this.#traffic.faults.entries()) {
      const isVersion = fault.kind === "version" && fault.effect === kind && here.host.endsWith("-1");
      if (fault.kind !== kind && !isVersion) continue;
      if (fault.service !== operation.service || (fault.operation !== undefined && fault.operation !== operation))
        continue;
      if (fault.step !== undefined && fault.step !== step) continue;
      if (!this.#random.chance(fault.share)) continue;
      this.#struck[i] = (this.#struck[i] as number) + 1;
      return fault;
    }
    return undefined;
  }

  #seconds(seconds: number): number {
    const pause = this.#random.chance(0.002) ? this.#random.between(0.02, 0.2) : 0;
    return seconds * this.#weather * this.#random.factor(SPREAD) + pause;
  }

  #log(here: Here, level: readonly number[], time: number, fields: Record<string, unknown>): void {
    const timestamp = Math.round((time + (this.#skews.get(here.service) ?? 0)) * 1e6) / 1e6;
    this.#messages.push({ task_uuid: here.uuid, task_level: level, timestamp, ...fields });
  }

  #start(
    type: string,
    here: Here,
    level: readonly number[],
    time: number,
    fields: Record<string, unknown> = {},
    server = false,
  ): void {
    const { style } = this.#system;
    const about: Record<string, unknown> = {};
    if (server || style.serviceOn === "all") about.service = here.service;
    if (server && style.hosts) about.host = here.host;
    if (server && style.versions) {
      const changed = this.#traffic.faults.some(
        (fault) => fault.kind === "version" && fault.service === here.service && here.host.endsWith("-1"),
      );
      about.version = changed ? "2.1.0" : "2.0.9";
    }
    this.#log(here, [...level, 1], time, { action_type: type, action_status: "started", ...about, ...fields });
  }

  #finish(
    type: string,
    here: Here,
    level: readonly number[],
    from: number,
    to: number,
    failure: string | undefined,
    fields: Record<string, unknown> = {},
  ): void {
    const { durations } = this.#system.style;
    const status =
      failure === undefined
        ? { action_status: "succeeded" }
        : { action_status: "failed", exception: failure, reason: `${failure} in ${type}` };
    this.#log(here, level, to, {
      action_type: type,
      ...status,
      ...fields,
      ...(durations && { clew_duration: Math.round((to - from) * 1e6) / 1e6 }),
    });
  }

  #line(here: Here, level: readonly number[], time: number, text: string, severity: string, type: string): void {
    if (this.#system.style.lines === "none") return;
    const words = text.replaceAll("#", () =>
      this.#random.chance(0.5) ? `u${this.#random.whole(1, 9999)}` : String(this.#random.whole(1, 500)),
    );
    this.#log(
      here,
      level,
      time,
      this.#system.style.lines === "logger"
        ? { message_type: "eliot:stdlib", log_level: severity, logger: here.service, message: words }
        : { message_type: `${here.service}.${type}`, log_level: severity, text: words },
    );
  }

  /** Runs an operation as a server's span at a level. */
  #serve(
    operation: Operation,
    here: Here,
    level: readonly number[],
    from: number,
    fields: Record<string, unknown> = {},
  ): Outcome {
    const { style } = this.#system;
    const random = this.#random;
    let time = from;
    let number = 2;
    this.#start(
      operation.name,
      here,
      level,
      from,
      { ...fields, ...(level.length > 0 && random.chance(0.3) && { key: random.hex(8) }) },
      true,
    );
    const slow = this.#strikes("cpu", here, operation) ?? this.#strikes("busy service", here, operation);
    time += this.#seconds(0.002) * (slow === undefined ? 1 : slow.factor);
    if (
      operation.locks ||
      this.#traffic.faults.some((fault) => fault.kind === "lock" && fault.operation === operation)
    ) {
      const held = this.#strikes("lock", here, operation)?.seconds ?? 0.0005;
      time = this.#acquire(`${operation.name} lock`, 1, time, held);
    }
    let failure: string | undefined;
    let code = 200;
    const cut =
      this.#strikes("fail", here, operation) ??
      this.#strikes("caught", here, operation) ??
      this.#strikes("return", here, operation);
    const end = cut === undefined ? operation.steps.length : Math.floor(operation.steps.length / 2);
    for (const step of operation.steps.slice(0, end)) {
      const done = this.#step(step, operation, here, [...level, number], time, slow);
      time = done.end;
      number += done.places;
      if (done.failed && random.chance(0.85)) {
        failure = "UpstreamError";
        code = 502;
        this.#line(here, [...level, number++], time, `${operation.name}: a call failed`, "ERROR", "upstream");
        break;
      }
    }
    if (cut !== undefined) {
      const what = cut.kind === "version" ? cut.effect : cut.kind;
      if (what === "fail") {
        failure = "IllegalState";
        code = 500;
        this.#line(here, [...level, number++], time, `${operation.name}: illegal state of #`, "ERROR", "broken");
      } else if (what === "return") {
        code = 409;
        this.#line(
          here,
          [...level, number++],
          time,
          `${operation.name}: not now for #`,
          random.pick(["INFO", "ERROR"]),
          "early",
        );
      } else if (style.lines !== "none" && random.chance(0.9)) {
        this.#log(here, [...level, number++], time, {
          message_type: "eliot:traceback",
          exception: "KeyError",
          reason: "'x'",
          traceback: "...",
        });
      }
    }
    const failed = failure !== undefined;
    const told = style.failure === "code" ? { code } : {};
    // The span is closed once the answer is flushed.
    const close = time + (random.chance(0.08) ? random.between(0.0001, 0.0009) : 0);
    this.#finish(
      operation.name,
      here,
      [...level, number],
      from,
      close,
      style.failure === "status" ? failure : undefined,
      told,
    );
    return { end: time, failed };
  }

  #step(
    step: ServiceStep,
    operation: Operation,
    here: Here,
    level: readonly number[],
    from: number,
    slow: Fault | undefined,
  ): Outcome & { readonly places: number } {
    const random = this.#random;
    const factor = slow?.kind === "busy service" || slow?.kind === "cpu" ? slow.factor : 1;
    switch (step.kind) {
      case "line":
        if (
          !random.chance(step.chance) ||
          (step.chance === 1 && this.#strikes("silent", here, operation, step) !== undefined)
        )
          return { end: from, failed: false, places: 0 };
        this.#line(here, level, from, step.text, step.level, step.text.slice(0, 12).replaceAll(/\W/g, "_"));
        return { end: from, failed: false, places: 1 };
      case "work": {
        const end = from + this.#seconds(step.seconds) * factor;
        if (step.name === undefined) return { end, failed: false, places: 0 };
        this.#start(step.name, here, level, from);
        this.#finish(step.name, here, [...level, 2], from, end, undefined);
        return { end, failed: false, places: 1 };
      }
      case "store":
        return { end: this.#store(step, operation, here, level, from), failed: false, places: 1 };
      case "cache": {
        const hit = random.chance(step.hit) && this.#strikes("cache", here, operation, step) === undefined;
        const end = from + this.#seconds(0.0005);
        this.#start(step.name, here, level, from);
        this.#finish(step.name, here, [...level, 2], from, end, undefined, random.chance(1) ? { hit } : {});
        if (hit) return { end, failed: false, places: 1 };
        const missed = this.#step(step.miss, operation, here, next(level), end, slow);
        return { ...missed, places: 1 + missed.places };
      }
      case "together": {
        let end = from;
        let failed = false;
        let at = level;
        for (const to of step.calls) {
          const done = this.#call(to, operation, here, at, from);
          end = Math.max(end, done.end);
          failed ||= done.failed;
          at = next(at);
        }
        return { end, failed, places: step.calls.length };
      }
      case "later": {
        if (!random.chance(step.chance) || this.#strikes("missing", here, operation, step) !== undefined)
          return { end: from, failed: false, places: 0 };
        this.#call(step.to, operation, here, level, from + this.#seconds(0.001));
        return { end: from + this.#seconds(0.0003), failed: false, places: 1 };
      }
      case "call": {
        if (step.when !== undefined && here.fields.get(step.when.field) !== step.when.value)
          return { end: from, failed: false, places: 0 };
        if (!random.chance(step.chance) && this.#strikes("other path", here, operation, step) === undefined)
          return { end: from, failed: false, places: 0 };
        if (this.#strikes("missing", here, operation, step) !== undefined)
          return { end: from, failed: false, places: 0 };
        let at = level;
        let time = from;
        for (let attempt = 0; ; attempt++) {
          const refused = this.#strikesCallee(step.to);
          const done = this.#call(step.to, operation, here, at, time, refused);
          at = next(at);
          time = done.end;
          if (!done.failed || attempt >= Math.max(step.retries, refused ? 2 : 0))
            return { end: time, failed: done.failed, places: attempt + 1 };
          time += this.#seconds(0.005);
        }
      }
    }
  }

  /** Whether a callee refuses for now and is to be called again. */
  #strikesCallee(to: Operation): boolean {
    return this.#strikes("retry", { uuid: "", fields: new Map(), service: to.service, host: "" }, to) !== undefined;
  }

  #call(
    to: Operation,
    operation: Operation,
    here: Here,
    level: readonly number[],
    from: number,
    refused = false,
  ): Outcome {
    const { style } = this.#system;
    const there: Here = { ...here, service: to.service, host: this.#hostOf(to.service) };
    const late = this.#networkOf(operation.service, to.service);
    const out = this.#seconds(0.0006) + late / 2;
    const back = this.#seconds(0.0006) + late / 2;
    const type = style.client === "named" ? `${operation.service}/call ${to.name}` : `${operation.service}/POST`;
    const inside = style.client === "none" ? level : [...level, 2];
    if (style.client !== "none") this.#start(type, here, level, from);
    const done = refused ? this.#refuse(to, there, inside, from + out) : this.#serve(to, there, inside, from + out);
    const end = done.end + back;
    if (style.client !== "none")
      this.#finish(
        type,
        here,
        [...level, 3],
        from,
        end,
        done.failed && style.failure === "status" ? "CallError" : undefined,
      );
    return { end, failed: done.failed };
  }

  #refuse(to: Operation, there: Here, level: readonly number[], from: number): Outcome {
    const { style } = this.#system;
    this.#start(to.name, there, level, from, {}, true);
    const end = from + this.#seconds(0.001);
    let number = 2;
    if (style.lines !== "none") this.#line(there, [...level, number++], end, "busy, try again in # ms", "WARN", "busy");
    this.#finish(
      to.name,
      there,
      [...level, number],
      from,
      end,
      style.failure === "status" ? "Busy" : undefined,
      style.failure === "code" ? { code: 503 } : {},
    );
    return { end, failed: true };
  }

  #networkOf(from: string, to: string): number {
    for (const [i, fault] of this.#traffic.faults.entries()) {
      if (
        fault.kind !== "network" ||
        (fault.service !== from && fault.service !== to) ||
        !this.#random.chance(fault.share)
      )
        continue;
      this.#struck[i] = (this.#struck[i] as number) + 1;
      return fault.seconds * this.#random.factor(0.2);
    }
    return 0;
  }

  #store(
    step: Extract<ServiceStep, { kind: "store" }>,
    operation: Operation,
    here: Here,
    level: readonly number[],
    from: number,
  ): number {
    const rows = Math.round(Math.exp(this.#random.between(1, 8)));
    let seconds = this.#seconds(step.seconds) * (step.rows ? 0.6 + rows / 2000 : 1);
    const slow = this.#strikes("store", here, operation, step);
    if (slow !== undefined) seconds *= slow.factor;
    const fault = this.#traffic.faults.find((one) => one.step === step);
    if (fault?.kind === "threshold" && rows > (fault.above ?? 0)) {
      seconds *= this.#strikes("threshold", here, operation, step)?.factor ?? 1;
    }
    let time = from;
    if (
      fault?.kind === "pool" &&
      fault.holder !== undefined &&
      here.fields.get(fault.holder.field) === fault.holder.value
    ) {
      seconds *= this.#strikes("pool", here, operation, step)?.factor ?? 1;
    }
    if (step.pool || fault?.kind === "pool") time = this.#acquire(`${here.service} pool`, 4, from, seconds) - seconds;
    const end = time + seconds;
    this.#start(step.name, here, level, from, step.rows ? { rows } : {});
    this.#finish(step.name, here, [...level, 2], from, end, undefined);
    return end;
  }

  /** Waits for a place of a resource, holds it, and tells when it let it go. */
  #acquire(name: string, places: number, from: number, held: number): number {
    const taken = this.#taken.get(name) ?? Array.from({ length: places }, () => []);
    this.#taken.set(name, taken);
    // Tasks are written one after the other, and so a place may be taken at a later moment already.
    let best = { start: Infinity, at: 0, place: taken[0] as [number, number][] };
    for (const place of taken) {
      let start = from;
      let at = place.findIndex(([, to]) => to > from);
      if (at < 0) at = place.length;
      for (; at < place.length; at++) {
        const [begins, ends] = place[at] as [number, number];
        if (start + held <= begins) break;
        start = Math.max(start, ends);
      }
      if (start < best.start) best = { start, at, place };
    }
    best.place.splice(best.at, 0, [best.start, best.start + held]);
    return best.start + held;
  }
}

function next(level: readonly number[]): number[] {
  return [...level.slice(0, -1), (level.at(-1) as number) + 1];
}

function draw(random: Random, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((sum, one) => sum + one, 0);
  for (let i = 0; i < weights.length; i++) {
    rest -= weights[i] as number;
    if (rest <= 0) return i;
  }
  return weights.length - 1;
}
