// The weights of evidence, a conditional logit over the changes of each case, and Platt's scaling of what they sum up to.

import { ChangeStudy, PLATT, scoresOf, WEIGHTS } from "../../../packages/clew/src/explain/changes/index.js";
import { Clocks, createPathRoot, toSpan } from "../../../packages/clew/src/explain/task/index.js";
import { type Message, Parser } from "../../../packages/clew/src/parse/index.js";
import { meshCase, nullMeshCase } from "../mesh-cases.js";
import { MESH_FAULTS } from "../mesh-traffic.js";
import { FAULT_KINDS, nullServiceCase, serviceCase } from "../service-cases.js";

/** What a case shows, and whom it began with; nobody where nothing was wrong. */
interface Example {
  readonly culprits: readonly string[];
  readonly evidence: readonly { readonly value: string; readonly numbers: readonly number[] }[];
}

interface Scaling {
  readonly offset: number;
  readonly strength: number;
  readonly margin: number;
}

/** Seeds that weights are learnt on, and those that they are tried on; the tests have others, from 50,000. */
const LEARNT = 10_000;
const TRIED = 30_000;
const SEEDS_EACH = 400;

/** Learns on so many cases of each fault and each generator, tries on half as many, and prints. */
export function learn(casesEach: number): void {
  const learnt = examples(LEARNT, casesEach);
  console.info(`learning on ${learnt.length} cases`);
  const weights = learnWeights(learnt);
  const scaling = learnScaling(learnt, weights);
  console.info(`WEIGHTS = [${weights.map((weight) => Number(weight.toFixed(2))).join(", ")}]`);
  console.info(`PLATT = ${JSON.stringify(scaling)}`);
  print("learnt on", learnt, weights, scaling);
  const others = examples(TRIED, Math.ceil(casesEach / 2));
  print("tried on", others, weights, scaling);
  print("the constants in force on the same", others, WEIGHTS, PLATT);
}

function examples(firstSeed: number, casesEach: number): Example[] {
  const found: Example[] = [];
  let from = firstSeed;
  // Each kind has systems of its own: two faults in one system are found or missed for one cause.
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
  for (const kind of FAULT_KINDS) take(casesEach, (seed) => serviceCase(seed, [kind]));
  for (const kind of MESH_FAULTS) take(casesEach, (seed) => meshCase(seed, [kind]));
  const nobody = { culprits: [] };
  take(4 * casesEach, (seed) => ({ ...nobody, ...nullServiceCase(seed, 0.2) }));
  take(4 * casesEach, (seed) => ({ ...nobody, ...nullMeshCase(seed, 0.2, "differ") }));
  return found;
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

/** A logistic regression of whether a suspect is to blame on its score and its distance to the others (Newton's method). */
function learnScaling(all: readonly Example[], weights: readonly number[]): Scaling {
  const rows = all.flatMap((example) =>
    suspectsOf(example, weights).map(({ score, margin, right }) => ({ x: [1, score, margin], right: right ? 1 : 0 })),
  );
  let scaling = [-2, 0.2, 0.2];
  for (let round = 0; round < 50; round++) {
    const gradient = [0, 0, 0];
    const curvature = [1e-3, 0, 0, 0, 1e-3, 0, 0, 0, 1e-3];
    for (const { x, right } of rows) {
      const chance = logistic(dot(scaling, x));
      for (let i = 0; i < 3; i++) {
        gradient[i] = at(gradient, i) + (right - chance) * at(x, i);
        for (let j = 0; j < 3; j++)
          curvature[3 * i + j] = at(curvature, 3 * i + j) + chance * (1 - chance) * at(x, i) * at(x, j);
      }
    }
    const step = solved(curvature, gradient);
    scaling = scaling.map((value, i) => value + at(step, i));
  }
  const [offset = 0, strength = 0, margin = 0] = scaling.map((value) => Number(value.toFixed(3)));
  return { offset, strength, margin };
}

/** Three equations with three unknowns, by Cramer's rule. */
function solved(matrix: readonly number[], right: readonly number[]): number[] {
  const whole = determinant(matrix);
  return [0, 1, 2].map(
    (k) => determinant(matrix.map((value, i) => (i % 3 === k ? at(right, Math.floor(i / 3)) : value))) / whole,
  );
}

function determinant(m: readonly number[]): number {
  const minor = (i: number, j: number, k: number, l: number) => at(m, i) * at(m, l) - at(m, j) * at(m, k);
  return at(m, 0) * minor(4, 5, 7, 8) - at(m, 1) * minor(3, 5, 6, 8) + at(m, 2) * minor(3, 4, 6, 7);
}

function suspectsOf({ culprits, evidence }: Example, weights: readonly number[]) {
  return scoresOf(evidence.map(({ value, numbers }) => ({ value, strength: dot(weights, numbers), text: "" }))).map(
    (one) => ({ ...one, right: culprits.includes(one.value) }),
  );
}

function print(
  what: string,
  all: readonly Example[],
  weights: readonly number[],
  { offset, strength, margin }: Scaling,
) {
  const tenths = Array.from({ length: 10 }, () => ({ count: 0, right: 0, claimed: 0 }));
  let first = 0;
  let among = 0;
  const faulty = all.filter(({ culprits }) => culprits.length > 0);
  for (const example of all) {
    const suspects = suspectsOf(example, weights);
    if (suspects[0]?.right) first++;
    if (suspects.slice(0, 3).some(({ right }) => right)) among++;
    for (const one of suspects) {
      const claimed = logistic(offset + strength * one.score + margin * one.margin);
      const tenth = tenths[Math.min(9, Math.floor(10 * claimed))];
      if (tenth === undefined) continue;
      tenth.count++;
      tenth.claimed += claimed;
      if (one.right) tenth.right++;
    }
  }
  console.info(
    `${what} ${faulty.length} cases: first ${(first / faulty.length).toFixed(3)}, of three ${(among / faulty.length).toFixed(3)}`,
  );
  tenths.forEach(({ count, right, claimed }, i) => {
    if (count > 0)
      console.info(
        `  from ${i / 10}: ${count}, right ${(right / count).toFixed(2)}, claimed ${(claimed / count).toFixed(2)}`,
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
