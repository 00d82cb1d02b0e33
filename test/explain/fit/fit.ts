// The weights of evidence, a conditional logit over the changes of each case, and what they sum up to as a probability, Platt's
// scaling on cases that the weights were not learnt on; printed with how they do on a third set.

import {
  calibrated,
  SCALING,
  type Scaling,
  scoresOf,
  standingOf,
  WEIGHTS,
} from "../../../packages/clew/src/explain/changes/index.js";
import { describeBins, ENOUGH } from "../bins.js";
import { CALIBRATED, type Example, examplesIn, examplesOf, JUDGED, LEARNT } from "./examples.js";

/** Two faults, or three, at once come in one of seven cases; who asks has a reason to, but for one in about fifteen. */
const WEIGHT = { one: 1, more: 0.35, none: 0.25 };

/** Learns on so many cases of each fault, judges on as many others and on the cases in folders, and prints. */
export function learn(casesEach: number, folders: readonly string[]): void {
  const learnt = Object.values(examplesOf(LEARNT, casesEach)).flat();
  const calibrating = Object.values(examplesOf(CALIBRATED, casesEach)).flat();
  const { services, meshes, batches } = examplesOf(JUDGED, casesEach);
  const given = folders.flatMap(examplesIn);
  console.info(`weights learnt on ${learnt.length} cases, confidence on ${calibrating.length} others`);
  const weights = learnWeights(learnt).map((weight) => Number(weight.toFixed(2)));
  console.info(`WEIGHTS = [${weights.join(", ")}]`);
  const scaling = learnScaling(calibrating, weights);
  console.info(`SCALING = ${JSON.stringify(scaling)}`);
  const isInForce = JSON.stringify([weights, scaling]) === JSON.stringify([WEIGHTS, SCALING]);
  console.info(isInForce ? "these are the constants in force" : "the constants in force are others");
  print("systems", services, weights, scaling);
  print("meshes", meshes, weights, scaling);
  print("batch systems", batches, weights, scaling);
  if (given.length > 0) print("the cases given", given, weights, scaling);
  print("all together", [...services, ...meshes, ...batches, ...given], weights, scaling);
}

/** Rounds of gradient ascent, its step, and the pull of weights to 0, which keeps those small that tell nothing. */
const ROUNDS = 600;
const STEP = 0.05;
const RIDGE = 0.002;

/** Weights under which the changes of whom it began with are the most probable of their case (Adam, with a ridge). */
function learnWeights(all: readonly Example[]): number[] {
  const told = all.filter(({ culprits, evidence }) => evidence.some(({ value }) => culprits.includes(value)));
  const size = told[0]?.evidence[0]?.numbers.length ?? 0;
  const weights = Array<number>(size).fill(0);
  const first = Array<number>(size).fill(0);
  const second = Array<number>(size).fill(0);
  for (let round = 1; round <= ROUNDS; round++) {
    const gradient = weights.map((weight) => -RIDGE * weight);
    for (const { culprits, evidence } of told) {
      const chances = softmax(evidence.map(({ numbers }) => dot(weights, numbers)));
      const theirs = evidence.reduce((sum, { value }, i) => sum + (culprits.includes(value) ? at(chances, i) : 0), 0);
      evidence.forEach(({ value, numbers }, i) => {
        const wanted = culprits.includes(value) ? at(chances, i) / theirs : 0;
        numbers.forEach((number, k) => {
          gradient[k] = at(gradient, k) + ((wanted - at(chances, i)) * number) / told.length;
        });
      });
    }
    for (let k = 0; k < size; k++) {
      first[k] = 0.9 * at(first, k) + 0.1 * at(gradient, k);
      second[k] = 0.99 * at(second, k) + 0.01 * at(gradient, k) ** 2;
      const step = at(first, k) / (1 - 0.9 ** round) / (Math.sqrt(at(second, k) / (1 - 0.99 ** round)) + 1e-8);
      weights[k] = at(weights, k) + STEP * step;
    }
  }
  return weights;
}

/** A logistic regression of whether a suspect is to blame on its score and its distance to the others (Platt). */
function learnScaling(examples: readonly Example[], weights: readonly number[]): Scaling {
  const [offset = 0, score = 0, lead = 0, lag = 0] = regression(
    suspectsOfAll(examples, weights).map((one) => ({ ...one, x: [1, ...Object.values(standingOf(one))] })),
  );
  return { offset, score, lead, lag };
}

interface Row {
  readonly x: readonly number[];
  readonly right: boolean;
  readonly weight: number;
}

/** A logistic regression, by Newton's method, of constants with three digits. */
export function regression(rows: readonly Row[]): number[] {
  const size = rows[0]?.x.length ?? 0;
  let constants = Array<number>(size).fill(0);
  for (let round = 0; round < 50; round++) {
    const equations: number[][] = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size + 1 }, (__, j) => (i === j ? 1e-3 : 0)),
    );
    for (const { x, right, weight } of rows) {
      const chance = logistic(dot(constants, x));
      equations.forEach((row, i) => {
        for (let j = 0; j < size; j++) row[j] = at(row, j) + weight * chance * (1 - chance) * at(x, i) * at(x, j);
        row[size] = at(row, size) + weight * ((right ? 1 : 0) - chance) * at(x, i);
      });
    }
    const step = solved(equations);
    constants = constants.map((value, i) => value + Math.max(-1, Math.min(1, at(step, i))));
  }
  return constants.map((value) => Number(value.toFixed(3)));
}

/** Solves equations whose matrix is positive, each a row with its right side at the end (Gauss). */
function solved(rows: number[][]): number[] {
  rows.forEach((pivot, i) => {
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = at(row, i) / at(pivot, i);
      for (let j = i; j < row.length; j++) row[j] = at(row, j) - factor * at(pivot, j);
    }
  });
  return rows.map((row, i) => at(row, rows.length) / at(row, i));
}

function suspectsOfAll(all: readonly Example[], weights: readonly number[]) {
  return all.flatMap((example) => {
    const weight = [WEIGHT.none, WEIGHT.one][example.culprits.length] ?? WEIGHT.more;
    return suspectsOf(example, weights).map((one) => ({ ...one, weight }));
  });
}

function suspectsOf({ culprits, evidence }: Example, weights: readonly number[]) {
  return scoresOf(evidence.map(({ value, numbers }) => ({ value, strength: dot(weights, numbers), text: "" }))).map(
    (one) => ({ ...one, right: culprits.includes(one.value) }),
  );
}

/** Prints how often who is to blame is first, and how many statements of each confidence are right. */
function print(what: string, all: readonly Example[], weights: readonly number[], scaling: Scaling) {
  const ranked = all.filter(({ culprits }) => culprits.length === 1).map((example) => suspectsOf(example, weights));
  const share = (among: number) =>
    ranked.filter((suspects) => suspects.slice(0, among).some(({ right }) => right)).length / ranked.length;
  console.info(
    `${what}: ${ranked.length} cases of one fault: first ${share(1).toFixed(3)}, of three ${share(3).toFixed(3)}`,
  );
  const told = suspectsOfAll(all, weights).map((one) => ({ ...one, confidence: calibrated(one, scaling) }));
  const { lines, worst } = describeBins(told);
  console.info(`${lines.join("\n")}\n  the worst bin of ${ENOUGH} statements or more is off by ${worst.toFixed(3)}`);
}

function softmax(values: readonly number[]): number[] {
  const most = values.reduce((x, y) => Math.max(x, y), Number.NEGATIVE_INFINITY);
  const powers = values.map((value) => Math.exp(value - most));
  const sum = powers.reduce((x, y) => x + y, 0);
  return powers.map((power) => power / sum);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * at(b, i), 0);
}

function at(values: readonly number[], i: number): number {
  return values[i] as number;
}
