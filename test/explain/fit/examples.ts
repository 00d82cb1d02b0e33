// The cases that weights and confidence are learnt from and judged on, of all three kinds of generated systems, as the numbers
// that are learnt from: each set on seeds of its own, none of them those of the tests.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ChangeStudy } from "../../../packages/clew/src/explain/changes/index.js";
import { Clocks, createPathRoot, toSpan } from "../../../packages/clew/src/explain/task/index.js";
import { type Message, Parser, parseLine } from "../../../packages/clew/src/parse/index.js";
import { batchCase, nullBatchCase } from "../batch-cases.js";
import { BATCH_FAULTS } from "../batch-traffic.js";
import { meshCase, nullMeshCase } from "../mesh-cases.js";
import { MESH_FAULTS } from "../mesh-traffic.js";
import { Random } from "../random.js";
import { FAULT_KINDS, nullServiceCase, serviceCase } from "../service-cases.js";

/** What a case shows, and whom it began with; nobody where nothing was wrong. */
export interface Example {
  readonly culprits: readonly string[];
  readonly evidence: readonly { readonly value: string; readonly numbers: readonly number[] }[];
}

export interface Case {
  readonly a: readonly Message[];
  readonly b: readonly Message[];
  readonly culprits: readonly string[];
}

/** The first seeds of what weights are learnt on, confidence is learnt on, and both are judged on. */
export const LEARNT = 10_000;
export const CALIBRATED = 30_000;
export const JUDGED = 200_000;
/** Seeds that a kind of fault has: two kinds in one system are found or missed for one cause. */
const SEEDS_EACH = 400;
const MIXTURES = 16;

/** Cases of each kind of fault, some of two and three at once, and some of none, on each kind of system. */
export function examplesOf(firstSeed: number, casesEach: number): Record<"services" | "meshes" | "batches", Example[]> {
  return {
    services: some(firstSeed, casesEach, FAULT_KINDS, serviceCase, nullServiceCase),
    meshes: some(firstSeed, casesEach, MESH_FAULTS, meshCase, (seed, drift) => nullMeshCase(seed, drift, "differ")),
    batches: some(firstSeed, casesEach, BATCH_FAULTS, batchCase, nullBatchCase),
  };
}

function some<Kind>(
  firstSeed: number,
  casesEach: number,
  kinds: readonly Kind[],
  faulty: (seed: number, kinds: readonly Kind[]) => Case | undefined,
  usual: (seed: number, drift: number) => Pick<Case, "a" | "b">,
): Example[] {
  const found: Example[] = [];
  let from = firstSeed;
  const take = (count: number, make: (seed: number) => Case | undefined) => {
    let made = 0;
    for (let seed = from; made < count && seed < from + SEEDS_EACH; seed++) {
      const one = make(seed);
      if (one === undefined) continue;
      made++;
      found.push(exampleOf(one));
    }
    from += SEEDS_EACH;
  };
  for (const kind of kinds) take(casesEach, (seed) => faulty(seed, [kind]));
  const random = new Random(firstSeed);
  for (let i = 0; i < MIXTURES; i++) {
    const several = random.shuffled(kinds).slice(0, i % 4 === 3 ? 3 : 2);
    take(Math.ceil(casesEach / 2), (seed) => faulty(seed, several));
  }
  take(6 * casesEach, (seed) => ({ culprits: [], ...usual(seed, [0.05, 0.2, 0.5][seed % 3] as number) }));
  return found;
}

/** Cases in a folder: `NAME.a.log.gz`, `NAME.b.log.gz`, and `NAME.answer.json`, whose `faults` tell their `service`. */
export function examplesIn(folder: string): Example[] {
  const answers = readdirSync(folder).filter((file) => file.endsWith(".answer.json"));
  return answers.sort().map((file) => {
    const name = join(folder, file.slice(0, -".answer.json".length));
    const { faults } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { faults: { service: string }[] };
    const [a, b] = [messagesOf(`${name}.a.log.gz`), messagesOf(`${name}.b.log.gz`)];
    return exampleOf({ a, b, culprits: faults.map(({ service }) => service) });
  });
}

function messagesOf(file: string): Message[] {
  const lines = gunzipSync(readFileSync(file)).toString().split("\n");
  return lines.flatMap((line) => {
    const parsed = parseLine(line);
    return parsed.ok ? [parsed.message] : [];
  });
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
