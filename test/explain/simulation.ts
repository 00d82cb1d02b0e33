// Runs a random system for a number of tasks and writes the log that it would have written, with one cause planted.

import type { Message } from "clew/parse";
import { Random } from "./random.js";
import type { ActionSpec, FieldSpec, NoteSpec, Step, SystemSpec } from "./random-system.js";

/** What happens at one action type where its condition holds. */
export interface Planted {
  readonly at: string;
  readonly holds: (known: Known) => boolean;
  /** How likely it happens where the condition holds. */
  readonly share: number;
  readonly effect:
    | {
        readonly kind: "fail";
        readonly exception: string;
        readonly reason: string;
        readonly attempts: number;
        readonly cleanUp: "none" | "fails" | "succeeds";
      }
    | { readonly kind: "slow"; readonly factor: number }
    | { readonly kind: "pause"; readonly seconds: number }
    | { readonly kind: "backOff"; readonly seconds: number }
    | { readonly kind: "repeat"; readonly times: number }
    | { readonly kind: "omit" }
    | { readonly kind: "tryTwice" }
    | { readonly kind: "swap"; readonly with: string }
    | { readonly kind: "say"; readonly note: string; readonly field: string; readonly value: unknown };
  /** An action above that waits only so long, and what becomes of the work it waited for. */
  readonly deadline?: { readonly at: string; readonly seconds: number; readonly ends: "cancelled" | "late" | "never" };
}

/** What is known of a task where a condition is looked at: values by `type.field` and by name, messages, its causes. */
export interface Known {
  readonly values: ReadonlyMap<string, unknown>;
  readonly notes: ReadonlySet<string>;
  /** The number of the task, from 0. */
  readonly index: number;
}

export interface LogStyle {
  /** Whether clew wrote it, or Python Eliot. */
  readonly clew: boolean;
  readonly cancelledName: string;
  readonly timeoutName: string;
  /** How often an error is raised anew, under another name, on its way up. */
  readonly wraps: number;
  /** How often a new error quotes the one it hides. */
  readonly quotes: number;
}

interface Failure {
  readonly exception: string;
  readonly reason: string;
  readonly cancelled?: boolean;
}

interface Outcome {
  readonly end: number;
  readonly failure: Failure | undefined;
  readonly lines: Message[];
}

interface Env {
  readonly task: string;
  readonly values: Map<string, unknown>;
  readonly notes: Set<string>;
  /** What the task draws depends on this and on the place alone, so that two runs draw the same. */
  readonly seed: number;
  readonly place: string;
  readonly index: number;
}

export class Simulation {
  readonly lines: Message[] = [];
  /** The numbers of the tasks in which something that was planted came to pass. */
  readonly firedIn = new Set<number>();
  readonly #random: Random;
  /** Draws that must be the same in two runs come from here, how long things take from the other. */
  readonly #pace: Random;
  readonly #style: LogStyle;
  readonly #planted: readonly Planted[];

  constructor(random: Random, pace: Random, style: LogStyle, planted: readonly Planted[]) {
    this.#random = random;
    this.#pace = pace;
    this.#style = style;
    this.#planted = planted;
  }

  /** Runs a task, and sometimes one that follows from it. */
  task(system: SystemSpec, start: number, index: number): void {
    this.taskOf(system, start, index, this.#random.whole(1, 2 ** 31));
  }

  /** The same, with what the task draws given. */
  taskOf(system: SystemSpec, start: number, index: number, seed: number): void {
    const root = this.#env(seed, index);
    if (new Random(seed).chance(0.1))
      this.lines.push(...this.#run(system.background, this.#env(seed + 1, index), [], start).lines);
    const { lines, end, failure } = this.#run(system.root, root, [], start);
    this.lines.push(...lines);
    if (system.follower === undefined || failure !== undefined || !new Random(seed).chance(0.6)) return;
    const follows = { ...this.#env(seed + 2, index), values: new Map(root.values), notes: new Set(root.notes) };
    const cause = this.#style.clew ? { clew_follows_from: [`${root.task}@/`] } : {};
    this.lines.push(...this.#run(system.follower, follows, [], end + this.#pace.between(0.01, 0.5), cause).lines);
  }

  #env(seed: number, index: number): Env {
    return { task: this.#pace.uuid(), values: new Map(), notes: new Set(), seed, place: "", index };
  }

  /** The draws of one place in a task: each attempt at it draws the same. */
  #at({ seed, place }: Env): Random {
    let hash = seed;
    for (let i = 0; i < place.length; i++) hash = Math.imul(hash ^ place.charCodeAt(i), 16777619);
    return new Random(hash >>> 0);
  }

  #run(
    spec: ActionSpec,
    above: Env,
    level: readonly number[],
    start: number,
    extra: Record<string, unknown> = {},
  ): Outcome {
    const env = level.length === 0 ? above : { ...above, values: new Map(above.values) };
    const random = this.#at(env);
    const lines: Message[] = [];
    let item = 1;
    const write = (time: number, fields: Record<string, unknown>) =>
      lines.push(message(env.task, [...level, item++], time, fields));
    const fields = { ...this.#draw(spec.fields, spec.type, env, random), ...extra };
    write(start, { action_type: spec.type, action_status: "started", ...fields });
    let time = start + 0.0005;
    const planted = this.#planted.find(({ at, holds }) => at === spec.type && holds(env));
    const effect = planted !== undefined && this.#fires(planted, random, env) ? planted.effect : undefined;
    const finish = (end: number, failure?: Failure, more: Record<string, unknown> = {}): Outcome => {
      const duration = this.#style.clew ? { clew_duration: end - start } : {};
      const status =
        failure === undefined
          ? { action_status: "succeeded", ...this.#draw(spec.success, spec.type, env, random) }
          : failed(failure);
      write(end, { action_type: spec.type, ...status, ...duration, ...more });
      return { end, failure, lines };
    };
    const forced = this.#failNext;
    this.#failNext = undefined;
    if (forced !== undefined) return finish(time + spec.seconds * this.#pace.factor(0.25), forced);
    if (effect?.kind === "fail") {
      time += spec.seconds * this.#pace.factor(0.25);
      return finish(time, { exception: effect.exception, reason: effect.reason });
    }
    const slow = effect?.kind === "slow" ? effect.factor : 1;
    time += spec.seconds * slow * this.#pace.factor(0.25);
    if (effect?.kind === "pause") time += effect.seconds * this.#pace.factor(0.2);
    let failure: Failure | undefined;
    const call = (action: ActionSpec, nth: number): Failure | undefined => {
      const place = [...level, item++];
      const below = { ...env, place: `${env.place}/${action.type}.${nth}` };
      const outcome = action.remote ? this.#remote(action, below, place, time) : this.#run(action, below, place, time);
      lines.push(...outcome.lines);
      time = outcome.end + 0.0003;
      return outcome.failure;
    };
    for (const step of this.#stepsOf(spec, env)) {
      if (failure !== undefined) break;
      if (step.kind === "note") {
        const draws = this.#at({ ...env, place: `${env.place}/${step.note.type}` });
        if (!draws.chance(step.note.chance)) continue;
        write(time, this.#note(step.note, env, draws));
        time += 0.0002;
      } else if (step.kind === "call") {
        if (!this.#at({ ...env, place: `${env.place}/${step.action.type}!` }).chance(step.chance)) continue;
        const repeat = this.#effectOf(step.action, env, "repeat");
        const times = repeat?.kind === "repeat" ? repeat.times : step.times;
        for (let i = 0; i < times && failure === undefined; i++)
          failure = this.#call(
            step.action,
            env,
            this.#at({ ...env, place: `${env.place}/${step.action.type}?${i}` }),
            (action) => call(action, i),
            (by, text) => {
              if (text !== undefined) write(time, text);
              time += by;
            },
          );
      } else {
        const limit = this.#planted.find(({ deadline }) => deadline?.at === spec.type)?.deadline;
        const together = this.#together(step.actions, step.limit, env, level, item, time, limit);
        lines.push(...together.lines);
        item = together.nextItem;
        time = together.end + 0.0003;
        failure = together.failure;
      }
    }
    const deadline = this.#planted.find((each) => each.deadline?.at === spec.type)?.deadline;
    const expires = deadline === undefined ? Infinity : start + deadline.seconds;
    if (time > expires && deadline !== undefined) {
      const timeout = { exception: this.#style.timeoutName, reason: `no answer within ${deadline.seconds} s` };
      if (deadline.ends !== "late") {
        const kept =
          deadline.ends === "cancelled" ? this.#cut(lines, expires, "deadline", "") : withoutEnds(lines, expires);
        lines.length = 0;
        lines.push(...kept);
        item =
          1 +
          Math.max(
            ...lines
              .filter((line) => line.task_level.length > level.length)
              .map((line) => line.task_level[level.length] as number),
          );
      }
      if (this.#style.clew) write(expires, { message_type: "clew:deadline" });
      return finish(expires + 0.0001, timeout);
    }
    if (failure === undefined) return finish(time);
    const cleanUp = this.#planted.find(
      ({ effect: { kind }, at }) =>
        kind === "fail" && spec.steps.some((step) => step.kind === "call" && step.action.type === at),
    );
    if (cleanUp?.effect.kind === "fail" && cleanUp.effect.cleanUp !== "none") {
      const place = [...level, item++];
      const ends =
        cleanUp.effect.cleanUp === "fails"
          ? failed({ exception: "InterfaceClosed", reason: "the handle is closed" })
          : { action_status: "succeeded" };
      lines.push(message(env.task, [...place, 1], time, { action_type: "undo.all", action_status: "started" }));
      lines.push(message(env.task, [...place, 2], time + 0.002, { action_type: "undo.all", ...ends }));
      time += 0.003;
    }
    return finish(time, this.#raisedAnew(failure));
  }

  #fires(planted: Planted, random: Random, env: Env): boolean {
    if (planted.share < 1 && !random.chance(planted.share)) return false;
    this.firedIn.add(env.index);
    return true;
  }

  #effectOf(action: ActionSpec, env: Env, kind: Planted["effect"]["kind"]) {
    const planted = this.#planted.find(
      ({ at, effect, holds }) => at === action.type && effect.kind === kind && holds(env),
    );
    if (planted !== undefined) this.firedIn.add(env.index);
    return planted?.effect;
  }

  /** An action's steps, but for what was planted to be left out or to stand elsewhere. */
  #stepsOf(spec: ActionSpec, env: Env): readonly Step[] {
    const called = (type: string) => spec.steps.findIndex((step) => step.kind === "call" && step.action.type === type);
    for (const { at, effect, holds } of this.#planted) {
      const place = called(at);
      if (place < 0 || !holds(env) || (effect.kind !== "omit" && effect.kind !== "swap")) continue;
      this.firedIn.add(env.index);
      if (effect.kind === "omit") return spec.steps.filter((_, i) => i !== place);
      if (effect.kind === "swap") {
        const steps = [...spec.steps];
        const other = called(effect.with);
        [steps[place], steps[other]] = [steps[other] as Step, steps[place] as Step];
        return steps;
      }
    }
    return spec.steps;
  }

  /** One call with its attempts. */
  #call(
    action: ActionSpec,
    env: Env,
    random: Random,
    call: (action: ActionSpec) => Failure | undefined,
    pause: (seconds: number, note?: Record<string, unknown>) => void,
  ): Failure | undefined {
    const backOff = this.#effectOf(action, env, "backOff");
    const flaky = action.flaky;
    const twice = this.#effectOf(action, env, "tryTwice") !== undefined;
    const fails = backOff !== undefined || (flaky !== undefined && random.chance(flaky.chance)) || twice;
    if (fails) {
      const { exception, reason } = flaky ?? { exception: "Throttled", reason: "too many requests" };
      const broken: ActionSpec = { ...action, steps: [], remote: false, type: action.type };
      const times = backOff === undefined ? 1 : 2;
      for (let i = 0; i < times; i++) {
        this.#failNext = { exception, reason };
        call(broken);
        if (flaky?.handledBy === "skip" && backOff === undefined && !twice) {
          pause(0.0002, { message_type: "skipped", what: action.type });
          return undefined;
        }
        pause(backOff?.kind === "backOff" ? backOff.seconds * this.#pace.factor(0.1) : 0.02, {
          message_type: "retry",
          attempt: i + 1,
        });
      }
      return call(action);
    }
    let failure = call(action);
    const planted = this.#planted.find(({ at, effect }) => at === action.type && effect.kind === "fail");
    const attempts = planted?.effect.kind === "fail" ? planted.effect.attempts : 1;
    for (let i = 1; i < attempts && failure !== undefined && !failure.cancelled; i++) {
      pause(0.02, { message_type: "retry", attempt: i });
      this.#failNext = failure;
      failure = call({ ...action, steps: [], remote: false });
    }
    return failure;
  }

  #failNext: Failure | undefined;

  #raisedAnew(failure: Failure): Failure {
    if (!this.#random.chance(this.#style.wraps)) return failure;
    const name = this.#random.pick(["ServiceError", "StepFailed", "OperationError", "RequestFailed"]);
    const text = this.#random.pick(["could not be done", "please try again", "step failed"]);
    return { exception: name, reason: this.#random.chance(this.#style.quotes) ? `${text}: ${failure.reason}` : text };
  }

  #remote(action: ActionSpec, env: Env, place: readonly number[], start: number): Outcome {
    const skew = this.#pace.pick([-0.04, 0, 0.04]);
    const inner = this.#run(action, env, [...place, 2], start + 0.001);
    const end = inner.end + 0.001;
    const lines = [
      message(env.task, [...place, 1], start, { action_type: "eliot:remote_task", action_status: "started" }),
      ...inner.lines,
      message(env.task, [...place, 3], end, {
        action_type: "eliot:remote_task",
        ...(inner.failure === undefined ? { action_status: "succeeded" } : failed(inner.failure)),
      }),
    ].map((line) => ({ ...line, timestamp: line.timestamp + skew }));
    return { end: end + 0.001, failure: inner.failure, lines };
  }

  #together(
    actions: readonly ActionSpec[],
    limit: number,
    env: Env,
    level: readonly number[],
    firstItem: number,
    start: number,
    deadline: Planted["deadline"],
  ) {
    const free = Array.from({ length: limit }, () => start);
    const outcomes: (Outcome & { readonly start: number })[] = [];
    let item = firstItem;
    let failedAt = Infinity;
    let failure: Failure | undefined;
    let failedItem = 0;
    for (const action of actions) {
      const worker = free.indexOf(Math.min(...free));
      const begins = free[worker] as number;
      if (begins >= failedAt) break;
      const more = this.#style.clew ? { clew_kind: "child", clew_scope: `${env.task}@/${level.join("/")}` } : {};
      const number = item++;
      const own: Env = {
        ...env,
        values: new Map(env.values),
        place: `${env.place}/${action.type}#${number - firstItem}`,
      };
      const place = [...level, number];
      const outcome = action.remote
        ? this.#remote(action, own, place, begins)
        : this.#run(action, own, place, begins, more);
      free[worker] = outcome.end + 0.0002;
      outcomes.push({ ...outcome, start: begins });
      if (outcome.failure !== undefined && outcome.end < failedAt) {
        failedAt = outcome.end;
        failure = outcome.failure;
        failedItem = number;
      }
    }
    const end = Math.min(failedAt, Math.max(...outcomes.map((outcome) => outcome.end)));
    const lines: Message[] = [];
    outcomes.forEach((outcome, i) => {
      if (outcome.end <= end + 1e-9 || deadline !== undefined) lines.push(...outcome.lines);
      else if (outcome.start < end) {
        const finish = outcomes[failedItem - firstItem]?.lines.at(-1)?.task_level ?? [];
        lines.push(...this.#cut(outcome.lines, end + 0.0001 * (i + 1), "sibling", `${env.task}@/${finish.join("/")}`));
      }
    });
    return { lines, nextItem: item, end: failure === undefined ? end : end + 0.002, failure };
  }

  /** Cancels what was running at a time: its open actions fail then, and nothing comes after. */
  #cut(lines: readonly Message[], time: number, source: string, by: string): Message[] {
    const kept = lines.filter((line) => line.timestamp <= time);
    const open = kept.filter(
      (line) =>
        line.action_status === "started" &&
        line.task_level.at(-1) === 1 &&
        kept.every((other) => other.action_status === "started" || !sameAction(other, line)),
    );
    open.sort((a, b) => b.task_level.length - a.task_level.length);
    const depth = Math.min(...lines.map((line) => line.task_level.length));
    for (const start of open) {
      const level = start.task_level.slice(0, -1);
      if (start.task_level.length <= depth && source === "deadline") continue;
      const next =
        1 +
        Math.max(
          ...kept
            .filter((line) => startsWith(line.task_level, level))
            .map((line) => line.task_level[level.length] as number),
        );
      const clew = this.#style.clew
        ? { clew_cancel_source: source, ...(by === "" ? {} : { clew_cancelled_by: by }) }
        : {};
      const end = failed({
        exception: this.#style.clew ? "Cancelled" : this.#style.cancelledName,
        reason: this.#style.clew ? `cancelled (${source})` : "",
      });
      kept.push(message(start.task_uuid, [...level, next], time, { action_type: start.action_type, ...end, ...clew }));
    }
    return kept;
  }

  #draw(specs: readonly FieldSpec[], type: string, env: Env, random: Random): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    for (const { name, values, passedDown, inside } of specs) {
      let value: unknown;
      if (passedDown && env.values.has(name)) value = env.values.get(name);
      else if (values === "id") value = this.#pace.hex(12);
      else if (values === "count") value = name === "number" ? env.index : random.whole(0, 10_000);
      else if (values === "amount") value = Math.round(random.between(1, 400) * 100) / 100;
      else value = random.pick(values);
      if (inside === undefined) fields[name] = value;
      else fields[inside] = { ...(fields[inside] as object), [name]: value };
      env.values.set(name, value);
      env.values.set(`${type}.${inside === undefined ? "" : `${inside}.`}${name}`, value);
    }
    return fields;
  }

  #note({ type, fields }: NoteSpec, env: Env, random: Random): Record<string, unknown> {
    env.notes.add(type);
    const said = { message_type: type, ...this.#draw(fields, type, env, random) };
    for (const { effect, holds } of this.#planted) {
      if (effect.kind === "say" && effect.note === type && holds(env)) {
        this.firedIn.add(env.index);
        return { ...said, [effect.field]: effect.value };
      }
    }
    return said;
  }
}

function message(task: string, level: readonly number[], time: number, fields: Record<string, unknown>): Message {
  return { ...fields, task_uuid: task, task_level: level, timestamp: Math.round(time * 1e6) / 1e6 };
}

function failed({ exception, reason }: Failure): Record<string, unknown> {
  return { action_status: "failed", exception, reason };
}

function sameAction(finish: Message, start: Message): boolean {
  return (
    finish.task_level.length === start.task_level.length &&
    startsWith(finish.task_level, start.task_level.slice(0, -1)) &&
    finish.action_type === start.action_type
  );
}

function startsWith(level: readonly number[], prefix: readonly number[]): boolean {
  return level.length > prefix.length && prefix.every((number, i) => level[i] === number);
}

/** The work goes on, and what is left of it never ends in the log. */
function withoutEnds(lines: readonly Message[], time: number): Message[] {
  return lines.filter((line) => line.timestamp <= time);
}
