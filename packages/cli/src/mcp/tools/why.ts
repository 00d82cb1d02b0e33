import type { WhyAnswer } from "@clew/log";
import { z } from "zod";
import { placeText } from "../place.js";
import { tool } from "./tool.js";

export const why = tool({
  name: "why",
  title: "Where failures began",
  description:
    "Each kind of failure, the most frequent first: the action in which it began, its error, the records just before, " +
    "an example, and what sets the failed tasks apart from the others.",
  input: z.object({}),
  async answer(log) {
    const answer = (await log.explained("why")) as WhyAnswer;
    const [first] = [...answer.failures, ...answer.logged_errors];
    return {
      data: answer,
      next:
        first === undefined
          ? []
          : [{ tool: "task", with: { place: placeText(first.example.task_uuid, first.example.task_level) } }],
    };
  },
});
