// Systems of services that nobody designed: operations that call each other over a network, with databases, caches,
// queues of work, retries and branches, and a way of logging of their own.

import type { Random } from "./random.js";

/** How a system logs. */
export interface ServiceStyle {
  /** A client's span around each call: of one type for each callee, of one type for all, or none. */
  readonly client: "named" | "one type" | "none";
  /** Log lines: none at all, typed ones, or lines of a standard logger. */
  readonly lines: "none" | "typed" | "logger";
  /** What a failed operation shows: a status, a code in its reply, or nothing but its log. */
  readonly failure: "status" | "code" | "nothing";
  /** Spans that say their service: all, or those of servers alone. */
  readonly serviceOn: "all" | "servers";
  readonly hosts: boolean;
  readonly versions: boolean;
  /** Whether finishes have a measured duration. */
  readonly durations: boolean;
  /** The clocks of services differ by up to this many seconds. */
  readonly skew: number;
}

export interface Branch {
  readonly field: string;
  readonly value: string;
}

/** A step of an operation. */
export type ServiceStep =
  | {
      readonly kind: "call";
      readonly to: Operation;
      readonly when?: Branch;
      readonly chance: number;
      readonly retries: number;
    }
  | {
      readonly kind: "store";
      readonly name: string;
      readonly seconds: number;
      readonly pool: boolean;
      readonly rows: boolean;
    }
  | { readonly kind: "cache"; readonly name: string; readonly hit: number; readonly miss: ServiceStep }
  | { readonly kind: "line"; readonly text: string; readonly level: string; readonly chance: number }
  | { readonly kind: "work"; readonly name: string | undefined; readonly seconds: number }
  | { readonly kind: "together"; readonly calls: readonly Operation[] }
  | { readonly kind: "later"; readonly to: Operation; readonly chance: number };

export interface Operation {
  readonly service: string;
  readonly name: string;
  readonly steps: ServiceStep[];
  readonly locks: boolean;
}

export interface ServiceSystem {
  readonly style: ServiceStyle;
  readonly services: readonly string[];
  readonly operations: readonly Operation[];
  readonly entries: readonly {
    readonly operation: Operation;
    readonly weight: number;
    readonly fields: readonly EntryField[];
  }[];
}

export interface EntryField {
  readonly name: string;
  readonly values: readonly string[];
  readonly weights: readonly number[];
}

const SERVICES = (
  "tower baggage crew gates meals fuel weather radar seats fares loyalty refunds boarding customs maps signs taxi desk " +
  "intake triage wards labs pharmacy billing beds imaging records alerts rota referrals archive mailer"
).split(" ");
const VERBS =
  "assign lookup reserve confirm score plan list renew merge close verify rank attach settle issue track".split(" ");
const STORES = ["SELECT", "UPDATE", "find", "scan", "zrange", "put"];
const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ["airline", ["ax", "bq", "cz", "dl", "ek"]],
  ["class", ["eco", "flex", "biz"]],
  ["lang", ["de", "en", "fr", "pt"]],
  ["channel", ["kiosk", "web", "agent"]],
  ["zone", ["n", "s", "e", "w"]],
];
const PHRASES =
  "request taken;looked up # of #;reply ready;kept # for #;nothing to do for #;checked # rules;sent # to #;done with #".split(
    ";",
  );
const USUAL_ERRORS = "address of # is odd;token of # is old;# was seen before;slow reply, # ms;no photo of #".split(
  ";",
);

export function randomServices(random: Random): ServiceSystem {
  const count = random.whole(5, 14);
  const services = random.shuffled(SERVICES).slice(0, count);
  const style: ServiceStyle = {
    client: random.pick(["named", "one type", "named", "one type", "none"]),
    lines: random.pick(["none", "typed", "logger", "logger"]),
    failure: random.pick(["status", "code", "nothing"]),
    serviceOn: random.pick(["all", "servers"]),
    hosts: random.chance(0.6),
    versions: random.chance(0.6),
    durations: random.chance(0.6),
    skew: random.pick([0, 0.0005, 0.004]),
  };
  const fields = random
    .shuffled(FIELDS)
    .slice(0, random.whole(2, 4))
    .map(([name, values]) => ({ name, values, weights: values.map(() => random.between(0.3, 2)) }));
  const operations: Operation[] = [];
  // From the back of the system to its front: an operation calls only those that are there already.
  services.forEach((service, place) => {
    const most = place === services.length - 1 ? 4 : random.whole(1, 3);
    for (const verb of random.shuffled(VERBS).slice(0, most)) {
      operations.push(randomOperation(random, service, verb, operations, place, fields, style));
    }
  });
  const front = services.at(-1) as string;
  const entries = operations
    .filter(({ service }) => service === front)
    .map((operation) => ({ operation, weight: random.between(0.3, 2), fields }));
  return { style, services, operations, entries };
}

function randomOperation(
  random: Random,
  service: string,
  verb: string,
  others: readonly Operation[],
  place: number,
  fields: readonly EntryField[],
  style: ServiceStyle,
): Operation {
  const steps: ServiceStep[] = [];
  const line = (level: string, text: string, chance: number) => {
    if (style.lines !== "none") steps.push({ kind: "line", text: `${verb}: ${text}`, level, chance });
  };
  if (random.chance(0.6)) line("INFO", random.pick(PHRASES), 1);
  const front = place > 3 && others.length > 4;
  const amount = random.whole(1, front ? 4 : 2);
  for (let i = 0; i < amount; i++) {
    const callable = others.filter((other) => other.service !== service);
    const kind = random.next();
    if (callable.length > 0 && kind < 0.5 + place / 30) {
      const recent = callable.slice(-8);
      const to = random.pick(recent);
      const { name, values } = random.pick(fields);
      if (random.chance(0.15) && recent.length > 2)
        steps.push({ kind: "together", calls: random.shuffled(recent).slice(0, 2) });
      else if (random.chance(0.12)) steps.push({ kind: "later", to, chance: random.between(0.4, 1) });
      else
        steps.push({
          kind: "call",
          to,
          chance: random.chance(0.75) ? 1 : random.between(0.3, 0.8),
          retries: random.chance(0.3) ? 2 : 0,
          ...(random.chance(0.25) && { when: { field: name, value: random.pick(values) } }),
        });
    } else if (kind < 0.75) steps.push(storeStep(random, service));
    else if (kind < 0.85)
      steps.push({
        kind: "cache",
        name: `${service}/cache ${verb}`,
        hit: random.between(0.5, 0.95),
        miss: storeStep(random, service),
      });
    else
      steps.push({
        kind: "work",
        name: random.chance(0.5) ? `${service}/${random.pick(["render", "sort", "sum", "match"])}` : undefined,
        seconds: random.between(0.001, 0.02),
      });
    if (random.chance(0.25))
      line(random.pick(["ERROR", "WARN"]), random.pick(USUAL_ERRORS), random.between(0.01, 0.15));
  }
  if (!steps.some(({ kind }) => kind !== "line")) steps.push(storeStep(random, service));
  line("INFO", random.pick(PHRASES), 1);
  return { service, name: `${service}/${verb}`, steps, locks: random.chance(0.2) };
}

function storeStep(random: Random, service: string): ServiceStep {
  return {
    kind: "store",
    name: `${service}/${random.pick(STORES)} ${random.pick(["rows", "items", "keys", "pages"])}`,
    seconds: random.between(0.001, 0.03),
    pool: random.chance(0.3),
    rows: random.chance(0.4),
  };
}
