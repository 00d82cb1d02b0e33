import { z } from "zod";
import { tool } from "./tool.js";

export const diff = tool({
  name: "diff",
  title: "Two tasks compared",
  description: "The first difference of two tasks in what happened, in fields and in time.",
  input: z.object({
    a: z.string().min(1).describe("The uuid of a task, or its beginning: the one that went well."),
    b: z.string().min(1).describe("The uuid of the other task."),
  }),
  async answer(log, { a, b }) {
    return { data: await log.compared(await log.task(a), await log.task(b)) };
  },
});
