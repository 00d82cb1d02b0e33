// Cases of meshes by seed: a minute as usual, a minute in which something is wrong, and the service to blame.

import type { Message } from "clew/parse";
import { type Endpoint, type Mesh, type MeshStep, randomMesh } from "./mesh-system.js";
import { type MeshFault, type MeshFaultKind, runMesh } from "./mesh-traffic.js";
import { Random } from "./random.js";

export interface MeshCase {
  readonly kind: string;
  readonly mesh: Mesh;
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly culprits: readonly string[];
  readonly struck: readonly number[];
}

/** A fault that struck less often is an anecdote, whoever looks for it. */
const LEAST_STRUCK = 6;
const MOST_MESSAGES = 15_000;

/** Makes a case, or `undefined` where this seed's mesh has no place for the fault, or too little came of it. */
export function meshCase(seed: number, kinds: readonly MeshFaultKind[]): MeshCase | undefined {
  const random = new Random(seed * 104_729 + 71);
  const mesh = randomMesh(random);
  const runSeed = random.whole(1, 2 ** 30);
  const begin = 1_790_000_000 + random.whole(0, 100_000);
  const tasks = affordable(mesh, runSeed, random.pick([60, 150, 350, 700]));
  const usual = runMesh(mesh, runSeed, { tasks, begin, drift: 0.05, faults: [] });
  const counts = new Map<string, number>();
  for (const { action_type, service, action_status } of usual.messages) {
    const key = `${service} ${action_type}`;
    if (action_status === "started") counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const faults: MeshFault[] = [];
  for (const kind of kinds) {
    const seen = (endpoint: Endpoint) => counts.get(`${endpoint.service} ${endpoint.type}`) ?? 0;
    const free = mesh.endpoints.filter(
      (endpoint) => seen(endpoint) >= 15 && !faults.some(({ service }) => service === endpoint.service),
    );
    const fault = plant(kind, mesh, random, free);
    if (fault === undefined) return undefined;
    faults.push(fault);
  }
  const drift = random.pick([0.05, 0.2, 0.5]);
  const struckTasks = Math.round(tasks * random.between(0.7, 1.4));
  const b = runMesh(mesh, runSeed + 1, { tasks: struckTasks, begin: begin + 86_400, drift, faults });
  if (b.struck.some((count) => count < LEAST_STRUCK)) return undefined;
  return {
    kind: kinds.join(" + "),
    mesh,
    a: usual.messages,
    b: b.messages,
    culprits: faults.map(({ service }) => service),
    struck: b.struck,
  };
}

/** Two minutes of a mesh in which nothing is wrong, on clocks that agree or, in most, do not; the second has another mix. */
export function nullMeshCase(seed: number, drift: number, clocks: "agree" | "differ"): Pick<MeshCase, "a" | "b"> {
  const random = new Random(seed * 104_729 + 73);
  const made = randomMesh(random);
  const mesh = clocks === "agree" ? { ...made, style: { ...made.style, skew: 0 } } : made;
  const runSeed = random.whole(1, 2 ** 30);
  const tasks = affordable(mesh, runSeed, random.pick([60, 150, 350]));
  return {
    a: runMesh(mesh, runSeed, { tasks, begin: 1_790_000_000, drift: 0.05, faults: [] }).messages,
    b: runMesh(mesh, runSeed + 1, { tasks, begin: 1_790_086_400, drift, faults: [] }).messages,
  };
}

function affordable(mesh: Mesh, seed: number, tasks: number): number {
  const { messages } = runMesh(mesh, seed, { tasks: 20, begin: 0, drift: 0.05, faults: [] });
  return Math.max(30, Math.min(tasks, Math.floor((20 * MOST_MESSAGES) / messages.length)));
}

function plant(kind: MeshFaultKind, mesh: Mesh, random: Random, free: readonly Endpoint[]): MeshFault | undefined {
  const called = free.filter((endpoint) => !mesh.entries.some(({ to }) => to === endpoint));
  const candidates = random.shuffled(called);
  const on = (endpoint: Endpoint | undefined, step?: MeshStep, share = 1, factor = random.between(8, 25)) =>
    endpoint && {
      kind,
      service: endpoint.service,
      endpoint,
      step,
      share,
      factor,
      seconds: random.between(0.03, 0.15),
      tenant: random.pick(mesh.tenants),
    };
  const stepOf = (fits: (step: MeshStep) => boolean, share: number) => {
    for (const endpoint of candidates) {
      const step = endpoint.steps.find(fits);
      if (step !== undefined) return on(endpoint, step, share, random.between(5, 15));
    }
    return undefined;
  };
  const [endpoint] = candidates;
  const shows = mesh.style.failure !== "line" || mesh.style.lines !== "none";
  const slow = random.between(30, 80);
  switch (kind) {
    case "tail":
      return on(endpoint, undefined, random.between(0.05, 0.12), random.between(60, 150));
    case "rate":
      return shows ? on(endpoint, undefined, random.between(0.12, 0.3)) : undefined;
    case "retry storm": {
      const retried = candidates.find((one) =>
        mesh.endpoints.some(({ steps }) =>
          steps.some((step) => step.kind === "call" && step.to === one && step.retries > 0),
        ),
      );
      return on(retried, undefined, random.between(0.4, 0.8));
    }
    case "swallowed":
      return shows ? on(endpoint, undefined, random.between(0.3, 1)) : undefined;
    case "field":
      return on(endpoint, undefined, random.between(0.4, 1));
    case "version":
      return mesh.style.versions && shows ? on(endpoint, undefined, random.between(0.5, 1)) : undefined;
    case "host": {
      const spread = candidates.find(({ service }) => (mesh.hosts.get(service)?.length ?? 0) > 1);
      return on(spread, undefined, 1, slow);
    }
    case "tenant":
      return on(endpoint, undefined, 1, slow);
    case "timeout":
      return endpoint === undefined || mesh.style.client === "none"
        ? undefined
        : on(endpoint, undefined, random.between(0.3, 0.8), random.between(6, 12) / endpoint.seconds);
    case "leak":
      return on(endpoint, undefined, 1, random.between(4, 10));
    case "queue":
    case "pauses":
      return on(endpoint);
    case "network":
      return mesh.style.client === "none" ? undefined : on(endpoint, undefined, random.between(0.5, 1));
    case "cold cache":
      return stepOf((step) => step.kind === "cache", 0.8);
    case "absent":
      return stepOf(
        (step) => step.kind === "local" || (step.kind === "say" && step.chance === 1),
        random.between(0.4, 1),
      );
    case "slow step":
      return stepOf((step) => step.kind === "local", random.between(0.4, 1));
  }
}
