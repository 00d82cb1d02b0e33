// The stock, at another address: it has no lamp any more. No line of it knows that it is logged.
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** @param {string} sku */
async function take(sku) {
  await wait(2);
  if (sku === "lamp") throw new RangeError(`sold out: ${sku}`);
  return `1 ${sku}`;
}

const server = createServer((request, response) => {
  const sku = (request.url ?? "/").split("/").at(-1) ?? "";
  take(sku).then(
    (text) => response.end(text),
    (error) => {
      response.statusCode = 503;
      response.end(error.message);
    },
  );
});
server.listen(Number(process.env.PORT), "127.0.0.2", () => {
  const address = server.address();
  console.log("ready", typeof address === "object" && address?.port);
});
process.once("SIGTERM", () => process.exit(0));
