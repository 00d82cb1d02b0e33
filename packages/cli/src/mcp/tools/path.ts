import { z } from "zod";
import { compileFilter } from "../../filter/index.js";
import { tool } from "./tool.js";

export const path = tool({
  name: "path",
  title: "What made it take this way",
  description: "Sets the actions in which something happened apart from those in which it could have and did not.",
  input: z.object({
    filter: z.string().min(1).describe("The way: an action or a message, such as 'type=cache.miss'; see find."),
  }),
  async answer(log, { filter }) {
    // Here it is refused with its own sentence, and not by a thread.
    compileFilter(filter);
    return { data: await log.path(filter) };
  },
});
