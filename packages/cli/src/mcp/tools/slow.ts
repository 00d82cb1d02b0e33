import { z } from "zod";
import { tool } from "./tool.js";

export const slow = tool({
  name: "slow",
  title: "Where the time went",
  description:
    "The shares of the time that somebody waited for, by action path along the critical paths, and what sets the slow " +
    "ones apart.",
  input: z.object({}),
  answer: async (log) => ({ data: await log.explained("slow") }),
});
