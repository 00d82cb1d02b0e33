// Whether traffic that drifted explains a change: another mix of what is asked for, told by a field that was known when
// the action began. Within values of that field the change is then gone.

import { type Counts, type FeatureNumbers, logNormalTail, stratified } from "../apart/index.js";
import type { Candidate } from "./candidates.js";
import { eventsOf } from "./events.js";
import type { Population } from "./population.js";

/** Values of a field up to which it can be a mix. */
const MOST_VALUES = 12;
/** Parts that a field of numbers is cut into. */
const BINS = 5;
/** A field whose mix differs by no more than chance does explains nothing. */
const DRIFTED = Math.log(0.01);
/** A change of which less than this part remains within the values of a field is that field's. */
const REMAINS = 0.4;

/** The field whose mix explains a change, or `undefined`. */
export function driftOf(
  candidate: Candidate,
  a: Population,
  b: Population,
  features: FeatureNumbers,
): string | undefined {
  const rows = (population: Population) =>
    population.rowsOf(candidate.kind.number).filter((row) => population.ended[row] === 1);
  const [rowsA, rowsB] = [rows(a), rows(b)];
  const fieldsA = rowsA.map((row) => fieldsAbove(a, row, features));
  const fieldsB = rowsB.map((row) => fieldsAbove(b, row, features));
  const names = new Set<string>();
  for (const fields of fieldsB) for (const name of fields.keys()) names.add(name);
  const eventA = eventsOf(candidate, a);
  const eventB = eventsOf(candidate, b);
  const { these, theseWith, others, othersWith } = candidate.counts;
  const raw = theseWith / these - othersWith / others;
  for (const name of names) {
    const stratum = strataOf(fieldsA, fieldsB, name);
    if (stratum === undefined) continue;
    const cells = new Map<number, { these: number; theseWith: number; others: number; othersWith: number }>();
    const cell = (key: number) => {
      const known = cells.get(key) ?? { these: 0, theseWith: 0, others: 0, othersWith: 0 };
      cells.set(key, known);
      return known;
    };
    rowsA.forEach((row, i) => {
      const counts = cell(stratum(fieldsA[i] as Fields));
      counts.others++;
      if (eventA(row)) counts.othersWith++;
    });
    rowsB.forEach((row, i) => {
      const counts = cell(stratum(fieldsB[i] as Fields));
      counts.these++;
      if (eventB(row)) counts.theseWith++;
    });
    const strata = [...cells.values()];
    // A value that only one side has explains nothing: it may itself be what is new.
    const shared = strata.reduce((sum, one) => sum + (one.others > 0 ? one.these : 0), 0);
    if (shared < 0.9 * these || !hasDrifted(strata)) continue;
    const { logChance, difference } = stratified(strata);
    if (difference < REMAINS * raw && logChance > Math.log(0.005)) return name;
  }
  return undefined;
}

/** What was asked for at all tells a mix as well as a field does. */
const TASK_TYPE = "the type of the task";

type Fields = ReadonlyMap<string, unknown>;

/** What the starts of an action and of those above it say. */
function fieldsAbove(population: Population, row: number, features: FeatureNumbers): Fields {
  const fields = new Map<string, unknown>();
  let root = row;
  for (let at = row; at >= 0; at = population.parent[at] as number) {
    for (const number of population.features(at)) {
      const { field, value } = features.feature(number);
      if (!fields.has(field)) fields.set(field, value);
    }
    root = at;
  }
  fields.set(TASK_TYPE, population.kind[root]);
  return fields;
}

/** A field as strata: its values where they are few, its sizes where it holds numbers. */
function strataOf(a: readonly Fields[], b: readonly Fields[], name: string): ((fields: Fields) => number) | undefined {
  const values = new Map<unknown, number>();
  const numbers: number[] = [];
  for (const fields of [...a, ...b]) {
    const value = fields.get(name);
    if (!values.has(value)) values.set(value, values.size);
    if (typeof value === "number") numbers.push(value);
  }
  if (values.size < 2) return undefined;
  if (values.size <= MOST_VALUES) return (fields) => values.get(fields.get(name)) ?? -1;
  if (numbers.length < 0.8 * (a.length + b.length)) return undefined;
  numbers.sort((x, y) => x - y);
  const cuts = Array.from(
    { length: BINS - 1 },
    (_, i) => numbers[Math.floor(((i + 1) * numbers.length) / BINS)] as number,
  );
  return (fields) => {
    const value = fields.get(name);
    return typeof value === "number" ? cuts.filter((cut) => value >= cut).length : -1;
  };
}

/** Whether the mix of strata differs between the groups: Pearson's test, by the approximation of Wilson and Hilferty. */
function hasDrifted(strata: readonly Counts[]): boolean {
  const these = strata.reduce((sum, one) => sum + one.these, 0);
  const others = strata.reduce((sum, one) => sum + one.others, 0);
  let statistic = 0;
  for (const one of strata) {
    const n = one.these + one.others;
    const [expectedThese, expectedOthers] = [(n * these) / (these + others), (n * others) / (these + others)];
    statistic += (one.these - expectedThese) ** 2 / expectedThese + (one.others - expectedOthers) ** 2 / expectedOthers;
  }
  const freedom = strata.length - 1;
  const z = (Math.cbrt(statistic / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
  return logNormalTail(z) < DRIFTED;
}
