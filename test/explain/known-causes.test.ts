import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { diffTrees, explainFailures, findSlow } from "clew/explain";
import { parseStream } from "clew/parse";
import { describe, expect, it } from "vitest";
import { type Expected, explainsFailures, findsDivergence, findsSlow } from "./judge.js";

const FOLDER = new URL("../../fixtures/causes/", import.meta.url);

interface Answer {
  readonly name: string;
  readonly question: "why" | "slow" | "diff";
  readonly planted: string;
  readonly logs: readonly string[];
  readonly expect: Expected;
}

const answers = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".answer.json"))
  .map((file) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Answer);

const treesOf = (file: string | undefined) =>
  parseStream([gunzipSync(readFileSync(new URL(file ?? "", FOLDER))).toString()]);

const of = (question: Answer["question"]) => answers.filter((answer) => answer.question === question);

describe("explainFailures", () => {
  it.each(of("why"))("finds in $name that $planted", async ({ logs, expect: expected }) => {
    expect(await explainFailures(treesOf(logs[0]))).toSatisfy((report) => explainsFailures(report, expected));
  });
});

describe("findSlow", () => {
  it.each(of("slow"))("finds in $name that $planted", async ({ logs, expect: expected }) => {
    expect(await findSlow(treesOf(logs[0]))).toSatisfy((report) => findsSlow(report, expected));
  });
});

describe("diffTrees", () => {
  it.each(of("diff"))("finds in $name that $planted", async ({ logs: [a, b], expect: expected }) => {
    expect(await diffTrees(treesOf(a), treesOf(b))).toSatisfy((report) => findsDivergence(report, expected));
  });
});
