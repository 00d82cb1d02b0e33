// Meshes of services unlike the systems of `service-system.ts`: action types that say nothing of the service and are shared
// by many, fan-outs and loops, durations with heavy tails, pauses, timeouts that leave their callee running, hosts whose
// clocks differ, and traffic whose mix is that of another hour.

import type { Random } from "./random.js";

/** How a mesh logs. */
export interface MeshStyle {
  /** The span of a caller: one type for all with the peer in a field, the callee's type once more, or none. */
  readonly client: "peer" | "same" | "none";
  /** What tells that an operation failed: its status, a field of its finish, or an error that is logged. */
  readonly failure: "status" | "field" | "line";
  /** The field of the finish, where that is what tells. */
  readonly outcome: string;
  readonly lines: "message" | "typed" | "none";
  readonly serviceOn: "all" | "servers";
  readonly versions: boolean;
  readonly durations: boolean;
  readonly skew: number;
}

export type MeshStep =
  | {
      readonly kind: "call";
      readonly to: Endpoint;
      readonly chance: number;
      /** How often it is called, one after the other or side by side. */
      readonly times: readonly [number, number];
      readonly together: boolean;
      readonly retries: number;
      readonly timeout: number;
      /** Whether its caller goes on without it when it fails. */
      readonly optional: boolean;
    }
  | { readonly kind: "local"; readonly type: string; readonly seconds: number }
  | { readonly kind: "cache"; readonly type: string; readonly hit: number; readonly behind: MeshStep }
  | { readonly kind: "say"; readonly text: string; readonly chance: number };

export interface Endpoint {
  readonly service: string;
  readonly type: string;
  readonly seconds: number;
  readonly steps: readonly MeshStep[];
  /** Endpoints that a request to it comes to, about. */
  readonly reach: number;
}

export interface Mesh {
  readonly style: MeshStyle;
  readonly services: readonly string[];
  readonly endpoints: readonly Endpoint[];
  readonly entries: readonly { readonly to: Endpoint; readonly weight: number }[];
  readonly tenants: readonly string[];
  readonly hosts: ReadonlyMap<string, readonly string[]>;
}

const NOUNS =
  "cart quote seat label parcel tariff invoice ticket route dock shift meter tank valve lane pallet voucher roster".split(
    " ",
  );
const VERBS = ["Get", "List", "Put", "Check", "Find", "Watch"];
const LOCAL = ["db.query", "render", "file.read", "encode", "rules", "redis.get", "sign"];
const TEXTS = ["took # from #", "will answer #", "# of # kept", "asked by #", "nothing new for #", "round # done"];

export function randomMesh(random: Random): Mesh {
  const style: MeshStyle = {
    client: random.pick(["peer", "same", "none"]),
    failure: random.pick(["status", "field", "line"]),
    outcome: random.pick(["status_code", "result", "grpc.status"]),
    lines: random.pick(["message", "typed", "none"]),
    serviceOn: random.pick(["all", "servers"]),
    versions: random.chance(0.6),
    durations: random.chance(0.7),
    skew: random.pick([0, 0.003, 0.8]),
  };
  const services = random
    .shuffled(NOUNS)
    .slice(0, random.whole(4, 16))
    .map((noun, i) => `${noun}-${random.pick(["svc", "api", "core"])}${i % 3 === 0 ? "" : i}`);
  // The deepest first: each endpoint calls some of those before it.
  const endpoints: Endpoint[] = [];
  services.forEach((service, at) => {
    for (let k = random.whole(1, 3); k > 0; k--) {
      const steps = randomSteps(random, style, endpoints, at / services.length);
      endpoints.push({
        service,
        // Two services may well call two endpoints alike.
        type: `${random.pick(VERBS)} ${random.chance(0.25) ? "/items/:id" : `/${random.pick(NOUNS)}/:id`}`,
        seconds: random.between(0.0005, 0.01),
        steps,
        reach: steps.reduce((sum, step) => sum + (step.kind === "call" ? reachOf(step) : 0), 1),
      });
    }
  });
  const top = endpoints.filter(({ steps }) => steps.some(({ kind }) => kind === "call")).slice(-4);
  return {
    style,
    services,
    endpoints,
    entries: (top.length > 0 ? top : endpoints.slice(-1)).map((to) => ({ to, weight: random.between(0.3, 2) })),
    tenants: Array.from({ length: random.whole(3, 9) }, () => random.hex(4)),
    hosts: new Map(
      services.map((service) => [
        service,
        Array.from({ length: random.whole(1, 4) }, (_, i) => `${service}-${random.hex(3)}-${i}`),
      ]),
    ),
  };
}

type CallStep = Extract<MeshStep, { kind: "call" }>;

/** A request that came to more endpoints would be a log by itself. */
const MOST_REACHED = 30;

function reachOf({ to, chance, times: [least, most] }: CallStep): number {
  return (to.reach * chance * (least + most)) / 2;
}

function randomSteps(random: Random, style: MeshStyle, below: readonly Endpoint[], height: number): MeshStep[] {
  const steps: MeshStep[] = [];
  const local = (): MeshStep => ({
    kind: "local",
    type: random.pick(LOCAL),
    seconds: Math.exp(random.between(Math.log(0.001), Math.log(0.04))),
  });
  for (let k = random.whole(1, 3); k > 0; k--) {
    steps.push(random.chance(0.2) ? { kind: "cache", type: "cache", hit: 0.9, behind: local() } : local());
    if (style.lines !== "none") steps.push({ kind: "say", text: random.pick(TEXTS), chance: random.pick([1, 1, 0.3]) });
  }
  let reach = 0;
  const calls = below.length === 0 ? 0 : random.whole(height > 0.3 ? 1 : 0, 3);
  for (let k = 0; k < calls; k++) {
    // Rather of the nearer ones, so that chains become deep.
    const to = below[Math.floor(below.length * Math.sqrt(random.next()))] as Endpoint;
    const many = random.chance(0.2);
    const call: CallStep = {
      kind: "call",
      to,
      chance: random.pick([1, 1, 0.5]),
      times: many ? [1, 4] : [1, 1],
      together: random.chance(0.4),
      retries: random.pick([0, 0, 2]),
      timeout: 3,
      optional: random.chance(0.3),
    };
    reach += reachOf(call);
    if (reach <= MOST_REACHED) steps.push(call);
  }
  return random.shuffled(steps);
}
