// A program that never was: random action types that call each other, one after the other or side by side, with fields,
// handled failures, retries, limits, late children and parts in other processes.

import type { Random } from "./random.js";

export interface FieldSpec {
  readonly name: string;
  /** Values to draw from; `id` makes a new one each time, `count` counts, `amount` draws a number with decimals. */
  readonly values: readonly unknown[] | "id" | "count" | "amount";
  /** Takes the value that an action above drew for this field. */
  readonly passedDown?: boolean;
  /** Stands in an object of this name. */
  readonly inside?: string;
}

export interface NoteSpec {
  readonly type: string;
  readonly fields: readonly FieldSpec[];
  readonly chance: number;
}

export type Step =
  | { readonly kind: "note"; readonly note: NoteSpec }
  | { readonly kind: "call"; readonly action: ActionSpec; readonly chance: number; readonly times: number }
  | { readonly kind: "together"; readonly actions: readonly ActionSpec[]; readonly limit: number };

export interface ActionSpec {
  readonly type: string;
  readonly path: readonly string[];
  readonly fields: readonly FieldSpec[];
  readonly success: readonly FieldSpec[];
  readonly seconds: number;
  readonly steps: readonly Step[];
  /** A failure that its caller handles: by trying again, by something else, or by going on without. */
  readonly flaky?: {
    readonly chance: number;
    readonly exception: string;
    readonly reason: string;
    readonly handledBy: "retry" | "skip";
  };
  readonly remote?: boolean;
}

export interface SystemSpec {
  readonly root: ActionSpec;
  readonly background: ActionSpec;
  readonly follower: ActionSpec | undefined;
}

const NOUNS = (
  "ward patient dose lab invoice ledger payee audit voucher sensor valve probe gauge pump match lobby player shard loot " +
  "parcel route truck depot customs tile mesh frame shader asset tenant quota policy token grant index segment replica"
).split(" ");
const VERBS =
  "open read write check fetch send resolve plan pack scan merge render apply verify sign route store load".split(" ");
const FIELD_NAMES =
  "region zone tier mode kind format vendor channel lane grade model driver cohort variant profile locale engine store pool phase".split(
    " ",
  );
const WORDS =
  "alpha beta gamma delta north south east west red green blue amber small large fast slow v1 v2 v3 eu us ap gold silver".split(
    " ",
  );
const ERRORS = "ConnectionReset,NotFound,Busy,Throttled,StaleRead,Conflict,BadGateway,NoRoute".split(",");

export function randomSystem(random: Random): SystemSpec {
  const used = new Set<string>();
  const name = () => {
    for (;;) {
      const type = `${random.pick(NOUNS)}.${random.pick(VERBS)}`;
      if (!used.has(type)) {
        used.add(type);
        return type;
      }
    }
  };
  const rootFields = [
    ...random
      .shuffled(FIELD_NAMES)
      .slice(0, random.whole(5, 8))
      .map((field) => ({
        name: field,
        values: enumeration(random),
        ...(random.chance(0.2) ? { inside: "settings" } : {}),
      })),
    { name: "number", values: "count" as const },
    { name: "request_id", values: "id" as const },
  ];
  const make = (path: readonly string[], depth: number, inherited: readonly FieldSpec[]): ActionSpec => {
    const type = name();
    const here = [...path, type];
    const own = depth === 0 ? rootFields : ownFields(random, inherited);
    const below = [...inherited, ...own.filter(({ values }) => Array.isArray(values))];
    const steps: Step[] = [];
    const children = depth === 0 ? random.whole(4, 6) : depth < 3 ? random.whole(0, 3) : 0;
    for (let i = 0; i < children; i++) {
      if (random.chance(0.25)) steps.push({ kind: "note", note: noteSpec(random, name()) });
      const child = make(here, depth + 1, below);
      if (random.chance(0.25) && depth < 3) {
        const count = random.whole(3, 6);
        const other = random.chance(0.4) ? make(here, depth + 1, below) : undefined;
        const actions = Array.from({ length: count }, () => ({ ...child }));
        steps.push({ kind: "together", actions: other ? [...actions, other] : actions, limit: random.pick([2, 3, 9]) });
      } else {
        steps.push({
          kind: "call",
          action: child,
          chance: random.chance(0.2) ? 0.6 : 1,
          times: random.chance(0.15) ? 3 : 1,
        });
      }
    }
    const flaky = depth > 0 && random.chance(0.25);
    return {
      type,
      path: here,
      fields: own,
      success: random.chance(0.2) ? [{ name: "rows", values: "count" }] : [],
      seconds: steps.length === 0 ? random.between(0.005, 0.08) : random.between(0.001, 0.004),
      steps,
      ...(flaky && {
        flaky: {
          chance: random.between(0.05, 0.3),
          exception: random.pick(ERRORS),
          reason: `${random.pick(WORDS)} ${random.pick(NOUNS)} not ready`,
          handledBy: random.pick(["retry", "skip"] as const),
        },
      }),
      ...(path.length > 0 && depth < 3 && random.chance(0.08) && { remote: true }),
    };
  };
  return {
    root: make([], 0, []),
    background: make([], 3, []),
    follower: random.chance(0.5) ? make([], 2, []) : undefined,
  };
}

function enumeration(random: Random): readonly unknown[] {
  if (random.chance(0.15)) return [true, false];
  if (random.chance(0.2)) return Array.from({ length: random.whole(3, 9) }, (_, i) => i + 1);
  return random.shuffled(WORDS).slice(0, random.whole(3, 7));
}

function ownFields(random: Random, inherited: readonly FieldSpec[]): FieldSpec[] {
  const fields: FieldSpec[] = [];
  if (inherited.length > 0 && random.chance(0.3)) {
    const { name, values } = random.pick(inherited);
    fields.push({ name, values, passedDown: true });
  }
  const names = random.shuffled(FIELD_NAMES).filter((name) => inherited.every((field) => field.name !== name));
  for (const name of names.slice(0, random.whole(0, 2))) fields.push({ name, values: enumeration(random) });
  if (random.chance(0.3)) fields.push({ name: "key", values: "id" });
  if (random.chance(0.2)) fields.push({ name: "size", values: "amount" });
  return fields;
}

function noteSpec(random: Random, type: string): NoteSpec {
  const fields: FieldSpec[] = random.chance(0.6)
    ? [{ name: random.pick(FIELD_NAMES), values: enumeration(random) }]
    : [];
  return { type, fields, chance: random.pick([0.1, 0.3, 1]) };
}

/** All actions of a system's root, parents first, each type once. */
export function actionsOf(root: ActionSpec): ActionSpec[] {
  const found = new Map<string, ActionSpec>();
  const visit = (action: ActionSpec) => {
    if (!found.has(action.type)) found.set(action.type, action);
    for (const step of action.steps) {
      if (step.kind === "call") visit(step.action);
      else if (step.kind === "together") step.actions.forEach(visit);
    }
  };
  visit(root);
  return [...found.values()];
}
