import { MODES, start } from "../harness.mjs";

const WITHIN_MS = 5000;

export const close = MODES.map((mode) => ({
  promise: "W17",
  what: `${mode}: close() of a pipe that nobody reads, three times`,
  async run() {
    const { child, ended } = start("close", { mode });
    child.stdout.pause();
    let said = "";
    await new Promise((resolve) => {
      child.stderr.on("data", (text) => {
        said += text;
        if (said.includes("}")) resolve();
      });
      child.on("exit", resolve);
    });
    child.stdout.resume();
    const { code } = await ended;
    const { ms, pending } = JSON.parse(said.slice(said.indexOf('{"ms"')));
    return {
      held: code === 0 && ms <= WITHIN_MS,
      figures: `${pending[0]} lines waiting, settled after ${ms.toFixed(0)} ms, exit ${code}`,
    };
  },
}));
