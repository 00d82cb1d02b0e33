// Minutes of traffic through a mesh, with faults.

import type { Message } from "clew/parse";
import type { FaultyRun } from "./faulty-run.js";
import type { Endpoint, Mesh, MeshStep } from "./mesh-system.js";
import { Random } from "./random.js";

export const MESH_FAULTS = [
  "tail",
  "rate",
  "field",
  "absent",
  "retry storm",
  "queue",
  "cold cache",
  "pauses",
  "timeout",
  "swallowed",
  "host",
  "version",
  "tenant",
  "network",
  "leak",
  "slow step",
] as const;

export type MeshFaultKind = (typeof MESH_FAULTS)[number];

export interface MeshFault {
  readonly kind: MeshFaultKind;
  readonly service: string;
  readonly endpoint: Endpoint;
  /** The step that is struck, where it is a single one. */
  readonly step: MeshStep | undefined;
  readonly share: number;
  readonly factor: number;
  readonly seconds: number;
  readonly tenant: string;
}

export interface MeshTraffic {
  readonly tasks: number;
  readonly begin: number;
  /** How far the mix of entries and tenants is from that of other hours. */
  readonly drift: number;
  readonly faults: readonly MeshFault[];
}

const MINUTE = 60;
const USUAL_ERRORS = 0.004;

export function runMesh(mesh: Mesh, seed: number, traffic: MeshTraffic): FaultyRun {
  return new Run(mesh, seed, traffic).all();
}

interface Here {
  readonly uuid: string;
  readonly tenant: string;
  readonly host: string;
  readonly service: string;
}

interface Done {
  readonly end: number;
  readonly failed: boolean;
}

interface Stepped extends Done {
  /** Numbers of the level that it took. */
  readonly places: number;
}

class Run {
  readonly #mesh: Mesh;
  readonly #random: Random;
  readonly #traffic: MeshTraffic;
  readonly #messages: Message[] = [];
  readonly #struck: number[];
  /** When the one worker of a queue is free again, by service. */
  readonly #free = new Map<string, number>();
  readonly #skews = new Map<string, number>();

  constructor(mesh: Mesh, seed: number, traffic: MeshTraffic) {
    this.#mesh = mesh;
    this.#random = new Random(seed);
    this.#traffic = traffic;
    this.#struck = traffic.faults.map(() => 0);
    for (const host of [...mesh.hosts.values()].flat())
      this.#skews.set(host, mesh.style.skew * (2 * this.#random.next() - 1));
  }

  all(): FaultyRun {
    const { entries, tenants } = this.#mesh;
    const { tasks, begin, drift } = this.#traffic;
    const random = this.#random;
    const weights = entries.map(({ weight }) => weight * random.factor(drift));
    const popular = tenants.map(() => random.factor(0.5 + drift));
    const starts = Array.from({ length: tasks }, () => begin + MINUTE * random.next()).sort((a, b) => a - b);
    for (const start of starts) {
      const { to } = entries[draw(random, weights)] as (typeof entries)[0];
      const tenant = tenants[draw(random, popular)] as string;
      const here = { uuid: random.uuid(), tenant, host: random.pick(this.#hosts(to.service)), service: to.service };
      this.#serve(to, here, [], start);
    }
    this.#messages.sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
    return { messages: this.#messages, struck: this.#struck };
  }

  #hosts(service: string): readonly string[] {
    return this.#mesh.hosts.get(service) ?? [service];
  }

  /** The fault that strikes an endpoint here and now, if one of these kinds does. */
  #strikes(kinds: readonly MeshFaultKind[], endpoint: Endpoint, here: Here, step?: MeshStep): MeshFault | undefined {
    for (const [i, fault] of this.#traffic.faults.entries()) {
      if (!kinds.includes(fault.kind) || fault.endpoint !== endpoint || fault.step !== step) continue;
      const [first] = this.#hosts(fault.service);
      if (fault.kind === "tenant" && here.tenant !== fault.tenant) continue;
      if ((fault.kind === "host" || fault.kind === "version") && here.host !== first) continue;
      if (!this.#random.chance(fault.share)) continue;
      this.#struck[i] = (this.#struck[i] as number) + 1;
      return fault;
    }
    return undefined;
  }

  #serve(endpoint: Endpoint, here: Here, level: readonly number[], from: number): Done {
    const random = this.#random;
    const { style } = this.#mesh;
    const fields = {
      service: here.service,
      host: here.host,
      ...(style.versions && { version: this.#versionOf(here) }),
      ...(level.length === 0 && { tenant: here.tenant }),
    };
    this.#start(endpoint.type, here, level, from, fields);
    let at = this.#paused(here.service, this.#queued(endpoint, here, from));
    at += this.#takes(endpoint.seconds) * this.#slowness(endpoint, here, at);
    let number = 2;
    let failed = false;
    const broken = this.#strikes(["rate", "retry storm", "swallowed", "version"], endpoint, here);
    const breaksAt = broken === undefined ? -1 : random.whole(0, endpoint.steps.length - 1);
    for (const [i, step] of endpoint.steps.entries()) {
      if (i === breaksAt) {
        failed = broken?.kind !== "swallowed";
        if (!failed) number = this.#error(here, [...level, number], at, "could not load #, using the default");
        break;
      }
      const done = this.#step(step, endpoint, here, [...level, number], at);
      number += done.places;
      at = this.#paused(here.service, done.end);
      if (!done.failed) continue;
      failed = true;
      break;
    }
    const own = random.chance(USUAL_ERRORS);
    const wrong = this.#strikes(["field"], endpoint, here) !== undefined;
    if ((failed && (breaksAt >= 0 || style.failure === "line")) || own)
      number = this.#error(here, [...level, number], at, failed ? "gave up on #" : "odd input #");
    failed ||= own;
    const outcome = failed && style.failure === "field" ? 500 : wrong ? 203 : 200;
    this.#finish(
      endpoint.type,
      here,
      [...level, number],
      from,
      at,
      failed && style.failure === "status" ? "ServiceError" : undefined,
      {
        ...(style.failure !== "status" || wrong ? { [style.outcome]: outcome } : {}),
      },
    );
    return { end: at, failed };
  }

  #versionOf({ service, host }: Here): string {
    const canary = this.#traffic.faults.some((fault) => fault.kind === "version" && fault.service === service);
    return canary && host === this.#hosts(service)[0] ? "3.1.0" : "3.0.4";
  }

  /** Pareto's tail on durations: one in a hundred takes five times as long and more. */
  #takes(seconds: number): number {
    return (seconds * 0.6) / (1 - this.#random.next()) ** 0.35;
  }

  #slowness(endpoint: Endpoint, here: Here, at: number): number {
    const leak = this.#strikes(["leak"], endpoint, here);
    if (leak !== undefined) return 1 + (leak.factor * 4 * (at - this.#traffic.begin)) / MINUTE;
    return this.#strikes(["tail", "host", "tenant", "timeout"], endpoint, here)?.factor ?? 1;
  }

  /** When a request is taken by the one worker of a service whose queue is the fault. */
  #queued(endpoint: Endpoint, here: Here, from: number): number {
    const fault = this.#strikes(["queue"], endpoint, here);
    if (fault === undefined) return from;
    const begins = Math.max(from, this.#free.get(here.service) ?? 0);
    this.#free.set(here.service, Math.min(begins, from + 2) + fault.seconds);
    return Math.min(begins, from + 2) + fault.seconds;
  }

  /** The moment at which a service that stands still every few seconds goes on. */
  #paused(service: string, at: number): number {
    for (const [i, fault] of this.#traffic.faults.entries()) {
      if (fault.kind !== "pauses" || fault.service !== service) continue;
      const into = (at - this.#traffic.begin) % 2;
      if (into >= fault.seconds * 4) continue;
      this.#struck[i] = (this.#struck[i] as number) + 1;
      return at + fault.seconds * 4 - into;
    }
    return at;
  }

  #step(step: MeshStep, endpoint: Endpoint, here: Here, level: readonly number[], from: number): Stepped {
    const random = this.#random;
    switch (step.kind) {
      case "say": {
        if (!random.chance(step.chance) || this.#strikes(["absent"], endpoint, here, step) !== undefined)
          return { end: from, failed: false, places: 0 };
        this.#say(here, level, from, step.text, "info");
        return { end: from, failed: false, places: 1 };
      }
      case "local": {
        if (this.#strikes(["absent"], endpoint, here, step) !== undefined)
          return { end: from, failed: false, places: 0 };
        const slow = this.#strikes(["slow step", "tail"], endpoint, here, step);
        const end = from + this.#takes(step.seconds) * (slow?.factor ?? 1);
        this.#start(step.type, here, level, from, this.#own(here));
        this.#finish(step.type, here, [...level, 2], from, end, undefined, {});
        return { end, failed: false, places: 1 };
      }
      case "cache": {
        const hit = random.chance(step.hit) && this.#strikes(["cold cache"], endpoint, here, step) === undefined;
        const end = from + this.#takes(0.0004);
        this.#start(step.type, here, level, from, this.#own(here));
        this.#finish(step.type, here, [...level, 2], from, end, undefined, { hit });
        if (hit) return { end, failed: false, places: 1 };
        const behind = this.#step(step.behind, endpoint, here, following(level), end);
        return { end: behind.end, failed: behind.failed, places: 1 + behind.places };
      }
      case "call":
        return this.#calls(step, endpoint, here, level, from);
    }
  }

  #calls(
    step: Extract<MeshStep, { kind: "call" }>,
    endpoint: Endpoint,
    here: Here,
    level: readonly number[],
    from: number,
  ) {
    const random = this.#random;
    if (!random.chance(step.chance) || this.#strikes(["absent"], endpoint, here, step) !== undefined)
      return { end: from, failed: false, places: 0 };
    let at = level;
    let places = 0;
    let end = from;
    let failed = false;
    for (let k = random.whole(...step.times); k > 0; k--) {
      let begins = step.together ? from : end;
      for (let attempt = 0; ; attempt++) {
        const done = this.#call(step, here, at, begins);
        at = following(at);
        places++;
        end = Math.max(end, done.end);
        begins = done.end + 0.01;
        if (!done.failed) break;
        if (attempt < step.retries) continue;
        failed ||= !step.optional;
        break;
      }
    }
    return { end, failed, places };
  }

  #call(step: Extract<MeshStep, { kind: "call" }>, here: Here, level: readonly number[], from: number): Done {
    const { style } = this.#mesh;
    const { to } = step;
    const there = { ...here, service: to.service, host: this.#random.pick(this.#hosts(to.service)) };
    const late = this.#strikes(["network"], to, there)?.seconds ?? 0;
    const [out, back] = [this.#takes(0.0005) + late / 2, this.#takes(0.0005) + late / 2];
    const inside = style.client === "none" ? level : [...level, 2];
    const type = style.client === "peer" ? "http.client" : to.type;
    if (style.client !== "none")
      this.#start(type, here, level, from, {
        ...this.#own(here),
        "span.kind": "client",
        ...(style.client === "peer" && { peer: to.service }),
      });
    const done = this.#serve(to, there, inside, from + out);
    const gaveUp = done.end + back - from > step.timeout;
    const end = gaveUp ? from + step.timeout : done.end + back;
    const failed = done.failed || gaveUp;
    if (style.client !== "none") {
      const exception = gaveUp ? "TimeoutError" : failed && style.failure === "status" ? "CallFailed" : undefined;
      this.#finish(type, here, [...level, 3], from, end, exception, {});
    }
    return { end, failed };
  }

  #own(here: Here): Record<string, unknown> {
    return this.#mesh.style.serviceOn === "all" ? { service: here.service } : {};
  }

  #error(here: Here, level: readonly number[], at: number, text: string): number {
    if (this.#mesh.style.lines === "none" && this.#mesh.style.failure !== "line") return level.at(-1) as number;
    this.#say(here, level, at, text, "error");
    return (level.at(-1) as number) + 1;
  }

  #say(here: Here, level: readonly number[], at: number, text: string, log_level: string): void {
    const words = text.replaceAll("#", () => String(this.#random.whole(1, 9999)));
    const said =
      this.#mesh.style.lines === "typed"
        ? { message_type: `${text.replaceAll(/[^a-z]+/gu, "-")}`, log_level, n: this.#random.whole(1, 99) }
        : { message_type: "log", log_level, message: words };
    this.#messages.push({ task_uuid: here.uuid, task_level: level, timestamp: this.#clock(here, at), ...said });
  }

  #clock({ host }: Here, at: number): number {
    return at + (this.#skews.get(host) ?? 0);
  }

  #start(type: string, here: Here, level: readonly number[], at: number, fields: Record<string, unknown>): void {
    this.#messages.push({
      task_uuid: here.uuid,
      task_level: [...level, 1],
      timestamp: this.#clock(here, at),
      action_type: type,
      action_status: "started",
      ...fields,
    });
  }

  #finish(
    type: string,
    here: Here,
    level: readonly number[],
    from: number,
    at: number,
    exception: string | undefined,
    fields: Record<string, unknown>,
  ): void {
    this.#messages.push({
      task_uuid: here.uuid,
      task_level: level,
      timestamp: this.#clock(here, at),
      action_type: type,
      action_status: exception === undefined ? "succeeded" : "failed",
      ...(exception !== undefined && { exception, reason: "no answer" }),
      ...(this.#mesh.style.durations && { clew_duration: at - from }),
      ...fields,
    });
  }
}

function following(level: readonly number[]): number[] {
  return [...level.slice(0, -1), (level.at(-1) as number) + 1];
}

function draw(random: Random, weights: readonly number[]): number {
  let rest = random.next() * weights.reduce((sum, one) => sum + one, 0);
  for (const [i, weight] of weights.entries()) {
    rest -= weight;
    if (rest <= 0) return i;
  }
  return weights.length - 1;
}
