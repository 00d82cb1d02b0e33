import { join } from "node:path";
import { countFile, LOGS, nameOf, run, withFolder } from "../harness.mjs";

const SETBACKS = [
  { backMs: 30_000, what: "half a minute", jumps: 0 },
  { backMs: 3_600_000, what: "an hour", jumps: 1 },
];

export const clock = LOGS.flatMap((log) =>
  SETBACKS.map(({ backMs, what, jumps }) => ({
    promise: "W18",
    what: `${nameOf(log)}: the clock is set back by ${what}`,
    run: () =>
      withFolder(async (folder) => {
        const file = join(folder, "a.log");
        await run("clock", { file, log, backMs });
        const { messages, lost } = countFile(file, 40);
        let backwards = 0;
        for (const [i, { timestamp }] of messages.entries()) {
          if (i > 0 && timestamp < messages[i - 1].timestamp) backwards++;
        }
        const negative = messages.filter(({ clew_duration }) => clew_duration < 0).length;
        const said = messages.filter(({ message_type }) => message_type === "clew:clock").length;
        return {
          held: lost === 0 && negative === 0 && backwards === jumps && said === jumps,
          figures: `${messages.length} lines, ${negative} negative durations, ${backwards} steps back, ${said} of them said`,
        };
      }),
  })),
);
