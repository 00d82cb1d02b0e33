// A destination of the tests: it writes lines to a file, and does what else it is told to.
import { appendFileSync } from "node:fs";

/** @param {{ file: string, does?: "nothing" | "fail" | "throw" | "exit" | "hang" | "sleep" }} options */
export default ({ file, does = "nothing" }) => {
  if (does === "throw") throw new Error("no such disk");
  let lines = 0;
  return {
    /** @param {string} line */
    writeLine(line) {
      lines++;
      if (does === "fail" && lines % 2 === 0) throw new Error("every second one");
      if (does === "exit" && lines > 2) process.exit(5);
      if (does === "hang" && lines > 2) for (;;);
      if (does === "sleep") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      appendFileSync(file, line);
    },
    close: () => appendFileSync(file, "closed\n"),
  };
};
