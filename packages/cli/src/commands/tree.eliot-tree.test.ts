import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { runClew } from "../testing/run-clew.js";

const FOLDER = fileURLToPath(new URL("../../../../fixtures/python-eliot/", import.meta.url));
/** eliot.parse makes two trees of one task here, so eliot-tree does too. */
const SPLIT = new Set(["1.13/duplicated", "1.13/log-after-finish", "1.13/trio-say-20-seeds", "1.13/trio-say-late"]);

const cases = ["1.13", "1.17.5"]
  .flatMap((version) => readdirSync(FOLDER + version).map((file) => `${version}/${file}`))
  .filter((file) => file.endsWith(".tree.txt"))
  .map((file) => file.slice(0, -".tree.txt".length))
  .filter((name) => !SPLIT.has(name));

describe("clew tree --style eliot-tree", () => {
  test("is compared with forty logs", () => expect(cases.length).toBe(40));

  test.each(cases)("prints what eliot-tree prints of %s", async (name) => {
    const log = [`${FOLDER}${name}.log`, `${FOLDER}${name}.log.gz`].find(existsSync) as string;
    const style = ["--style", "eliot-tree", "--ascii", "--color", "never"];
    const { stdout, status } = await runClew("tree", ...style, log);
    const complete = completeTasks(`${FOLDER}${name}.forest.json`);
    const got = tasksOf(stdout, complete);
    const expected = tasksOf(readFileSync(`${FOLDER}${name}.tree.txt`, "utf8"), complete);
    expect(got).toEqual(expected);
    expect(status).toBe(0);
  });
});

/** The uuids of the tasks that are complete. */
function completeTasks(path: string): ReadonlySet<string> {
  const { tasks } = JSON.parse(readFileSync(path, "utf8")) as { tasks: { task_uuid: string; complete: boolean }[] };
  return new Set(tasks.filter(({ complete }) => complete).map(({ task_uuid }) => task_uuid));
}

/** Each task's lines, blank ones aside; eliot-tree's order of incomplete tasks is random, so theirs is sorted. */
function tasksOf(text: string, complete: ReadonlySet<string>): string[] {
  const tasks: string[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    if (/^[ +|]/.test(line)) tasks[tasks.length - 1] += `\n${line}`;
    else tasks.push(line);
  }
  const firstIncomplete = tasks.findIndex((task) => !complete.has(task.split("\n", 1)[0] as string));
  if (firstIncomplete === -1) return tasks;
  return [...tasks.slice(0, firstIncomplete), ...tasks.slice(firstIncomplete).sort()];
}
