// A door before a node, which knows of each batch what the shipper and the server do with it.

import { createServer, request } from "node:http";

/**
 * A door on a port of loopback. `onStep` is waited for: `asked` before a batch is given on, `half` when a part of its bytes
 * has come, `given` when the server has all its bytes, `taken` when the server has answered, `answered` when the shipper has
 * the answer.
 *
 * @param {number} port
 * @param {(step: "asked" | "half" | "given" | "taken" | "answered") => unknown} onStep
 */
export async function doorTo(port, onStep) {
  const door = createServer(async (asked, answer) => {
    const step = async (/** @type {Parameters<typeof onStep>[0]} */ name) => {
      if ((asked.url ?? "").includes("INSERT")) await onStep(name);
    };
    asked.on("error", () => {});
    answer.on("error", () => {});
    await step("asked");
    const pieces = [];
    try {
      for await (const piece of asked) {
        pieces.push(piece);
        if (pieces.length === 2) await step("half");
      }
    } catch {
      return;
    }
    const onward = request(
      { hostname: "127.0.0.1", port, path: asked.url, method: asked.method, headers: asked.headers, agent: false },
      (got) => {
        const back = [];
        got.on("error", () => answer.destroy());
        got.on("data", (piece) => back.push(piece));
        got.on("end", async () => {
          await step("taken");
          answer.writeHead(got.statusCode ?? 500).end(Buffer.concat(back));
          await step("answered");
        });
      },
    );
    onward.on("error", () => answer.destroy());
    onward.end(Buffer.concat(pieces), () => step("given"));
  });
  await new Promise((resolve) => door.listen(0, "127.0.0.1", () => resolve(undefined)));
  const close = () => {
    door.close();
    door.closeAllConnections();
  };
  return { port: door.address().port, close };
}
