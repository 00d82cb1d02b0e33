// The weights of evidence, a conditional logit over the changes of each case; what they sum up to as a probability, by Platt's
// scaling; and the beta calibration of that, on systems that neither was learnt on.

import {
  ChangeStudy,
  calibrated,
  SCALING,
  type Scaling,
  scoresOf,
  WEIGHTS,
} from "../../../packages/clew/src/explain/changes/index.js";
import { Clocks, createPathRoot, toSpan } from "../../../packages/clew/src/explain/task/index.js";
import { type Message, Parser } from "../../../packages/clew/src/parse/index.js";
import { batchCase, nullBatchCase } from "../batch-cases.js";
import { BATCH_FAULTS } from "../batch-traffic.js";
import { meshCase, nullMeshCase } from "../mesh-cases.js";
import { MESH_FAULTS } from "../mesh-traffic.js";
import { Random } from "../random.js";
import { FAULT_KINDS, nullServiceCase, serviceCase } from "../service-cases.js";

/** What a case shows, and whom it began with; nobody where nothing was wrong. */
interface Example {
  readonly culprits: readonly string[];
  readonly evidence: readonly { readonly value: string; readonly numbers: readonly number[] }[];
}

/** Seeds that is learnt on, and those that the calibration is learnt on; the tests have others, from 50,000. */
const LEARNT = 10_000;
const CALIBRATED = 30_000;
const SEEDS_EACH = 400;
/** Two faults, or three, at once come in one of seven cases; who asks has a reason to, but for one in about fifteen. */
const WEIGHT = { one: 1, more: 0.35, none: 0.25 };

/** Learns on so many cases of each fault, tries on batch systems, which nothing is learnt on, and prints. */
export function learn(casesEach: number): void {
  const learnt = examples(LEARNT, casesEach);
  const others = examples(CALIBRATED, casesEach);
  const unlike = batchExamples(LEARNT, casesEach);
  console.info(`learning on ${learnt.length} cases, calibrating on ${others.length}`);
  const weights = learnWeights(learnt);
  console.info(`WEIGHTS = [${weights.map((weight) => Number(weight.toFixed(2))).join(", ")}]`);
  for (const [what, these] of [
    ["these weights", weights],
    ["the weights in force", WEIGHTS],
  ] as const) {
    const scaling = learnScaling(learnt, others, these);
    console.info(`with ${what}: SCALING = ${JSON.stringify(scaling)}`);
    print("  learnt on", learnt, these, scaling);
    print("  calibrated on", others, these, scaling);
    print("  tried on batch systems,", unlike, these, scaling);
  }
  print("the constants in force, tried on batch systems,", unlike, WEIGHTS, SCALING);
}

function examples(firstSeed: number, casesEach: number): Example[] {
  const { found, take } = taking(firstSeed);
  for (const kind of FAULT_KINDS) take(casesEach, (seed) => serviceCase(seed, [kind]));
  for (const kind of MESH_FAULTS) take(casesEach, (seed) => meshCase(seed, [kind]));
  const random = new Random(firstSeed);
  for (let i = 0; i < 16; i++) {
    const several = i % 4 === 3 ? 3 : 2;
    const [services, meshes] = [random.shuffled(FAULT_KINDS).slice(0, several), random.shuffled(MESH_FAULTS)];
    take(Math.ceil(casesEach / 2), (seed) => serviceCase(seed, services));
    take(Math.ceil(casesEach / 2), (seed) => meshCase(seed, meshes.slice(0, several)));
  }
  take(6 * casesEach, (seed) => ({ ...NOBODY, ...nullServiceCase(seed, driftOf(seed)) }));
  take(6 * casesEach, (seed) => ({ ...NOBODY, ...nullMeshCase(seed, driftOf(seed), "differ") }));
  return found;
}

function batchExamples(firstSeed: number, casesEach: number): Example[] {
  const { found, take } = taking(firstSeed);
  for (const kind of BATCH_FAULTS) take(casesEach, (seed) => batchCase(seed, [kind]));
  const random = new Random(firstSeed);
  for (let i = 0; i < 8; i++) {
    const several = random.shuffled(BATCH_FAULTS).slice(0, i % 4 === 3 ? 3 : 2);
    take(Math.ceil(casesEach / 2), (seed) => batchCase(seed, several));
  }
  take(6 * casesEach, (seed) => ({ ...NOBODY, ...nullBatchCase(seed, driftOf(seed)) }));
  return found;
}

const NOBODY = { culprits: [] };
const driftOf = (seed: number) => [0.05, 0.2, 0.5][seed % 3] as number;

/** Takes cases of each kind from systems of its own: two faults in one system are found or missed for one cause. */
function taking(firstSeed: number) {
  const found: Example[] = [];
  let from = firstSeed;
  const take = (count: number, make: (seed: number) => Case | undefined) => {
    let made = 0;
    from += SEEDS_EACH;
    for (let seed = from; made < count && seed < from + SEEDS_EACH; seed++) {
      const one = make(seed);
      if (one === undefined) continue;
      made++;
      found.push(exampleOf(one));
    }
  };
  return { found, take };
}

interface Case {
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly culprits: readonly string[];
}

function exampleOf({ a, b, culprits }: Case): Example {
  const study = new ChangeStudy("service");
  const paths = createPathRoot();
  for (const [messages, add] of [
    [a, study.addUsual.bind(study)],
    [b, study.add.bind(study)],
  ] as const) {
    const clocks = new Clocks();
    const parser = new Parser();
    for (const message of messages) parser.add(message);
    const trees = [...parser.end()];
    for (const tree of trees) clocks.learn(tree);
    for (const tree of trees) {
      const root = toSpan(tree, paths, { clocks });
      if (root !== undefined) add(root);
    }
  }
  return { culprits, evidence: study.evidence() };
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

/**
 * Two logistic regressions of whether a suspect is to blame: on its score and its distance to the others (Platt), and, on other
 * systems, on the two logarithms of what that gives (the beta calibration of Kull, Silva Filho and Flach).
 */
function learnScaling(learnt: readonly Example[], others: readonly Example[], weights: readonly number[]): Scaling {
  const platt = regression(
    suspectsOfAll(learnt, weights).map((one) => ({ ...one, x: [1, one.score, one.lead, one.lag] })),
  );
  const [offset = 0, score = 0, lead = 0, lag = 0] = platt;
  const raw = { offset, score, lead, lag, beta: { above: 1, below: 1, offset: 0 } };
  const beta = regression(
    suspectsOfAll(others, weights).map((one) => {
      const chance = Math.min(1 - 1e-9, Math.max(1e-9, calibrated(one, raw)));
      return { ...one, x: [1, Math.log(chance), -Math.log(1 - chance)] };
    }),
  );
  const [shift = 0, above = 0, below = 0] = beta;
  return { offset, score, lead, lag, beta: { above, below, offset: shift } };
}

interface Row {
  readonly x: readonly number[];
  readonly right: boolean;
  readonly weight: number;
}

/** A logistic regression, by Newton's method, of constants with three digits. */
function regression(rows: readonly Row[]): number[] {
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

function print(what: string, all: readonly Example[], weights: readonly number[], scaling: Scaling) {
  const tenths = Array.from({ length: 10 }, () => ({ count: 0, all: 0, right: 0, claimed: 0 }));
  const ranked = all.filter(({ culprits }) => culprits.length === 1).map((example) => suspectsOf(example, weights));
  const share = (among: number) =>
    ranked.filter((suspects) => suspects.slice(0, among).some(({ right }) => right)).length / ranked.length;
  for (const one of suspectsOfAll(all, weights)) {
    const claimed = calibrated(one, scaling);
    const tenth = tenths[Math.min(9, Math.floor(10 * claimed))];
    if (tenth === undefined) continue;
    tenth.count++;
    tenth.all += one.weight;
    tenth.claimed += one.weight * claimed;
    if (one.right) tenth.right += one.weight;
  }
  console.info(
    `${what} ${ranked.length} cases of one fault: first ${share(1).toFixed(3)}, of three ${share(3).toFixed(3)}`,
  );
  tenths.forEach(({ count, all: sum, right, claimed }, i) => {
    if (count > 0)
      console.info(
        `    from ${i / 10}: ${count}, right ${(right / sum).toFixed(2)}, claimed ${(claimed / sum).toFixed(2)}`,
      );
  });
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
