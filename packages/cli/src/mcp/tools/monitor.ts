import type { MonitorLook } from "clew/observe";
import { z } from "zod";
import { attach, attachToAll } from "../../monitor/find-program.js";
import { lookAnswer } from "../../monitor/look-json.js";
import { tool } from "./tool.js";

const MOST_MEMBERS = 200;

export const monitor = tool({
  name: "monitor",
  title: "A running program, now",
  description:
    "The scopes and children of a running program that has a monitor (CLEW_MONITOR=1), with what each waits for; " +
    "without a program, the list of those that there are. Looks only: nothing is cancelled.",
  input: z.object({ program: z.string().optional().describe("A process id, or the path of a monitor's socket.") }),
  async answer(_log, { program }) {
    if (program === undefined) {
      const all = await attachToAll();
      for (const connection of all) connection.close();
      return {
        data: { programs: all.map(({ greeting: { pid, program, startedAt } }) => ({ pid, program, startedAt })) },
      };
    }
    const connection = await attach(program);
    try {
      const look = await connection.ask<MonitorLook>({ do: "look", most: MOST_MEMBERS });
      return { data: lookAnswer(connection.greeting, look) };
    } finally {
      connection.close();
    }
  },
});
