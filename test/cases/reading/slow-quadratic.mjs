// Four times the children of an action take about four times the time of `clew slow`, and not sixteen times.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const [few, many] = [10_000, 40_000].map((count) => {
  const line = (level, time, rest) =>
    JSON.stringify({ task_uuid: "t", task_level: level, timestamp: time, action_type: "a", ...rest });
  const lines = [line([1], 0, { action_status: "started" })];
  for (let n = 0; n < count; n++) {
    lines.push(line([n + 2, 1], n, { action_type: "step", action_status: "started" }));
    lines.push(line([n + 2, 2], n + 0.5, { action_type: "step", action_status: "succeeded" }));
  }
  lines.push(line([count + 2], count, { action_status: "succeeded" }));
  writeFileSync(`${count}.log`, `${lines.join("\n")}\n`);
  return `${count}.log`;
});

/** Seconds of CPU, the least of three. */
function seconds(log) {
  const each = [0, 1, 2].map(() => {
    const { stderr, status } = spawnSync("bash", ["-c", `TIMEFORMAT=%U; time clew slow ${log} > /dev/null 2> err`], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return Number(stderr.trim().split("\n").at(-1));
  });
  return Math.min(...each);
}

const [a, b] = [seconds(few), seconds(many)];
if (b > a * 6) {
  console.log(`four times the children took ${(b / a).toFixed(1)} times the time (${a} s, ${b} s)`);
  process.exit(1);
}
