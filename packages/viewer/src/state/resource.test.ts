import { describe, expect, test } from "vitest";
import { Resource } from "./resource.js";

/** Questions that are answered in the order in which the test answers them. */
function questions() {
  const answers: ((value: string) => void)[] = [];
  return { ask: () => new Promise<string>((answer) => answers.push(answer)), answers };
}

describe("a Resource", () => {
  test("keeps the answer to the last question, whichever comes last", async () => {
    const resource = new Resource<string>();
    const { ask, answers } = questions();
    const both = [resource.ask(ask), resource.ask(ask)];
    answers[1]?.("new");
    answers[0]?.("old");
    await Promise.all(both);
    expect(resource.asked.value).toEqual({ value: "new", loading: false, error: undefined });
  });

  test("shows what it knew while it asks anew, and where it is not answered", async () => {
    const resource = new Resource<string>();
    resource.set("known");
    const failing = resource.ask(() => Promise.reject(new Error("no")));
    expect(resource.asked.value).toEqual({ value: "known", loading: true, error: undefined });
    await failing;
    expect(resource.asked.value).toEqual({ value: "known", loading: false, error: "no" });
  });

  test("forgets a question that is on its way when it is cleared", async () => {
    const resource = new Resource<string>();
    const { ask, answers } = questions();
    const asking = resource.ask(ask);
    resource.clear();
    answers[0]?.("late");
    await asking;
    expect(resource.value).toBeUndefined();
  });
});
