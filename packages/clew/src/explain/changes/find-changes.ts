// What changed between two populations of tasks, by kind of action: the certain first, the deepest of those that follow
// from each other, and what happened before how long it took.

import { discoveries, FeatureNumbers } from "../apart/index.js";
import type { Span } from "../task/index.js";
import { type Candidate, type ChangeKind, candidatesOf, isTime } from "./candidates.js";
import type { Change, ChangeReport, OnCounted } from "./change-report.js";
import { Blamed } from "./consequences.js";
import { driftOf } from "./drift.js";
import { Ends } from "./ends.js";
import { eventsOf } from "./events.js";
import { evidenceOf, type Standing, strengthOf } from "./evidence.js";
import { Kinds } from "./kinds.js";
import { partByValue } from "./kinds-by-value.js";
import { type Population, PopulationStudy } from "./population.js";
import { sentenceOf } from "./sentence.js";
import { suspectsOf } from "./suspects.js";
import { MOST_VALUES, type Numbering } from "./task-rows.js";
import { Words } from "./words.js";

/** The expected part of false ones among the changes that are said for sure. */
const LEVEL = 0.002;
/** A change that chance makes less often than this may be one from which others follow, though it is not sure. */
const LIKELY = Math.log(0.02);
/** Changes that are given; there are more where much follows from one. */
const MOST_GIVEN = 50;

/** Takes in two populations, task by task, and tells what changed from the first to the second. */
export class ChangeStudy {
  readonly #numbering: Numbering;
  readonly #a: PopulationStudy;
  readonly #b: PopulationStudy;
  /** Made when the populations are whole. */
  #comparison: Comparison | undefined;

  /** Evidence is summed by the values of the field `by`. */
  constructor(by: string) {
    this.#numbering = {
      kinds: new Kinds(),
      values: new Words(MOST_VALUES),
      features: new FeatureNumbers(),
      by,
    };
    this.#a = new PopulationStudy(this.#numbering);
    this.#b = new PopulationStudy(this.#numbering);
  }

  addUsual(root: Span): void {
    this.#a.add(root);
  }

  add(root: Span): void {
    this.#b.add(root);
  }

  /** Calls back with the tasks behind the figures of each change. */
  report(onCounted?: OnCounted): ChangeReport {
    return this.#compared().report(onCounted);
  }

  /** What is better in the second population than in the first, for sure; asked for first, none of it is perhaps worse in the report. */
  improvements(onCounted?: OnCounted): readonly Change[] {
    return this.#compared().improvements(onCounted);
  }

  /** By change the value that it speaks for, and the numbers by which it is judged: what the weights are learnt from. */
  evidence(): readonly { readonly value: string; readonly numbers: readonly number[] }[] {
    return this.#compared().evidence();
  }

  #compared(): Comparison {
    if (this.#comparison === undefined) {
      const [a, b] = [this.#a.end(), this.#b.end()];
      partByValue(a, b, this.#numbering.kinds);
      this.#comparison = new Comparison(a, b, this.#numbering);
    }
    return this.#comparison;
  }
}

/** What is worse where there is more of it. What else changes is told whichever way it goes. */
const WORSE: ReadonlySet<ChangeKind> = new Set<ChangeKind>(["failed", "own_time", "between"]);

class Comparison {
  readonly #a: Population;
  readonly #b: Population;
  readonly #numbering: Numbering;
  #standings: readonly Standing[] | undefined;
  /** What is better for sure, by its name, once that was asked for. */
  #better: ReadonlySet<string> = new Set();

  constructor(a: Population, b: Population, numbering: Numbering) {
    this.#a = a;
    this.#b = b;
    this.#numbering = numbering;
  }

  evidence(): { readonly value: string; readonly numbers: readonly number[] }[] {
    return this.#judged().judged.flatMap(({ change: { value }, numbers }) =>
      value === undefined ? [] : [{ value, numbers }],
    );
  }

  #judged() {
    const { kinds, values } = this.#numbering;
    const standings = this.standings();
    const seconds = this.#b.kept.reduce((sum, task) => sum + task.seconds, 0);
    const ends = new Ends(
      this.#b,
      standings.map(({ candidate }) => candidate),
      values,
    );
    const judged = standings
      .filter(({ sure, root, drift }) => root || (!sure && drift === undefined))
      .map((standing) => {
        const numbers = evidenceOf(standing, kinds, seconds);
        const { candidate } = standing;
        return { candidate, numbers, strength: strengthOf(numbers), change: this.#describe(standing, ends) };
      })
      .sort((x, y) => Number(y.change.sure) - Number(x.change.sure) || y.strength - x.strength);
    return { judged, ends };
  }

  report(onCounted: OnCounted | undefined): ChangeReport {
    const { by } = this.#numbering;
    const { judged, ends } = this.#judged();
    const given = judged
      .filter(({ candidate, change }) => change.sure || !this.#better.has(nameOf(candidate)))
      .slice(0, MOST_GIVEN);
    for (const { candidate, change } of given) this.#count(candidate, change, onCounted);
    const suspects = suspectsOf(
      judged.flatMap(({ strength, change }) =>
        change.value === undefined ? [] : [{ value: change.value, strength, text: sentenceOf(change) }],
      ),
      by,
    );
    const confidences = new Map(suspects.map(({ value, confidence }) => [value, confidence]));
    return {
      changes: given.map(({ change }) => ({
        ...change,
        confidence: confidences.get(change.value ?? "") ?? change.confidence,
      })),
      mix: this.#mix(),
      suspects,
      between: ends.all(),
      tasks: { a: this.#a.tasks, b: this.#b.tasks },
    };
  }

  /** What of `WORSE` was so before and is not now; what is worse now in another way is told as that alone. */
  improvements(onCounted: OnCounted | undefined): readonly Change[] {
    const turned = new Comparison(this.#b, this.#a, this.#numbering);
    const isWorse = new Set(this.standings().flatMap(({ candidate, sure }) => (sure ? [nameOf(candidate)] : [])));
    const better = turned
      .standings()
      .filter(({ candidate, sure, root }) => sure && root && WORSE.has(candidate.what))
      .filter(({ candidate }) => !isWorse.has(nameOf(candidate)))
      .sort((x, y) => x.candidate.logChance - y.candidate.logChance)
      .slice(0, MOST_GIVEN);
    this.#better = new Set(better.map(({ candidate }) => nameOf(candidate)));
    const ends = new Ends(
      this.#a,
      better.map(({ candidate }) => candidate),
      this.#numbering.values,
    );
    return better.map((standing) => {
      const { a, b, extraSecondsPerTask, ...rest } = turned.#describe(standing, ends);
      const change = { ...rest, a: b, b: a, extraSecondsPerTask: 0 - extraSecondsPerTask };
      this.#count(standing.candidate, change, onCounted);
      return change;
    });
  }

  #count(candidate: Candidate, change: Change, onCounted: OnCounted | undefined): void {
    onCounted?.(change, "a", tasksWith(candidate, this.#a));
    onCounted?.(change, "b", tasksWith(candidate, this.#b));
  }

  /** All that may have changed, and which of it is sure and follows from nothing else. */
  standings(): readonly Standing[] {
    this.#standings ??= this.#judgedOneByOne();
    return this.#standings;
  }

  #judgedOneByOne(): Standing[] {
    const [a, b] = [this.#a, this.#b];
    const { found, tried } = candidatesOf(a, b, this.#numbering.kinds);
    const chances = found.map(({ logChance }) => logChance);
    const stands = discoveries(chances, tried, LEVEL);
    const list = found.map((candidate, i) => {
      const drift = stands[i] ? driftOf(candidate, a, b, this.#numbering.features) : undefined;
      return { candidate, sure: stands[i] === true && drift === undefined, drift };
    });
    const blamed = new Blamed(a, b);
    const order = [...list].sort((x, y) => earlier(x.candidate, y.candidate));
    const roots = new Set<Candidate>();
    // What is sure first; what else is likely follows from that, or from each other, in the same way.
    for (const certain of [true, false]) {
      for (const { candidate, sure, drift } of order) {
        if (sure !== certain || drift !== undefined || candidate.logChance > LIKELY) continue;
        if (blamed.isConsequence(candidate)) continue;
        roots.add(candidate);
        blamed.add(candidate);
      }
    }
    // A kind of action stands at several depths, so one that was taken early may follow from one that was taken later.
    for (const candidate of [...roots].reverse()) {
      const others = new Blamed(a, b);
      for (const other of roots) if (other !== candidate) others.add(other);
      if (others.isConsequence(candidate)) roots.delete(candidate);
    }
    return list.map((one) => ({ ...one, root: roots.has(one.candidate) }));
  }

  #describe({ candidate, sure, drift }: Standing, ends: Ends): Change {
    const { kind, what, item, counts, logChance, extraSeconds } = candidate;
    const { kinds } = this.#numbering;
    const shows = eventsOf(candidate, this.#b);
    const row = this.#b.rowsOf(kind.number).find((each) => this.#b.ended[each] === 1 && shows(each));
    return {
      actionPath: kind.actionPath,
      kind: what,
      item: item === undefined ? kind.callee : kinds.item(item).name,
      a: { yes: counts.othersWith, of: counts.others },
      b: { yes: counts.theseWith, of: counts.these },
      p: Math.exp(logChance),
      confidence: sure ? 0.5 : 0.1,
      sure,
      extraSecondsPerTask: isTime(candidate) && this.#b.kept.length > 0 ? extraSeconds / this.#b.kept.length : 0,
      value: (what === "between" ? ends.blamed(kind.number) : undefined) ?? this.#valueOf(candidate),
      drift,
      example: row === undefined ? undefined : this.#b.uuidOf(row),
    };
  }

  /** The value in whose actions a change shows more often than it would as before. */
  #valueOf(candidate: Candidate): string | undefined {
    const { kind, counts } = candidate;
    const shows = eventsOf(candidate, this.#b);
    const excess = new Map<number, number>();
    for (const row of this.#b.rowsOf(kind.number)) {
      const value = this.#b.value[row] as number;
      if (value < 0 || this.#b.ended[row] !== 1) continue;
      excess.set(value, (excess.get(value) ?? 0) + (shows(row) ? 1 : 0) - counts.othersWith / counts.others);
    }
    const [most] = [...excess].sort((x, y) => y[1] - x[1]);
    return most === undefined ? undefined : this.#numbering.values.text(most[0]);
  }

  #mix(): ChangeReport["mix"] {
    const types = new Set([...this.#a.types.keys(), ...this.#b.types.keys()]);
    return [...types]
      .map((actionType) => ({
        actionType,
        a: this.#a.types.get(actionType) ?? 0,
        b: this.#b.types.get(actionType) ?? 0,
      }))
      .sort((x, y) => y.a + y.b - x.a - x.b);
  }
}

/** The tasks in whose actions a change shows. */
function tasksWith(candidate: Candidate, population: Population): readonly string[] {
  const shows = eventsOf(candidate, population);
  const tasks = new Set<string>();
  for (const row of population.rowsOf(candidate.kind.number)) {
    if (population.ended[row] === 1 && shows(row)) tasks.add(population.uuidOf(row));
  }
  return [...tasks];
}

/** What is compared about which kind of action. */
function nameOf({ kind, what, item }: Candidate): string {
  return `${what} ${kind.number} ${item}`;
}

function earlier(x: Candidate, y: Candidate): number {
  return y.kind.depth - x.kind.depth || (isTime(x) ? 1 : 0) - (isTime(y) ? 1 : 0) || x.logChance - y.logChance;
}
