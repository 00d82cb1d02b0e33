// @ts-check
// The shop as an HTTP service: node service.mjs LOG-FILE. It prints its port, and ends when its standard input does.
import { createServer } from "node:http";
import { close, continueFrom, toFile } from "clew";
import { placeOrder } from "./order.mjs";
import { seededRandom } from "./random.mjs";

toFile(process.argv[2] ?? "service.log");
const random = seededRandom(2);

const server = createServer((request, response) => {
  const { method, url: path } = request;
  // The caller's tree goes on here: the request's header says at which place.
  continueFrom(request, "http.request", { method, path }, async (action) => {
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const placed = await placeOrder(JSON.parse(Buffer.concat(chunks).toString()), random);
    action.addSuccessFields({ status: 200 });
    response.end(JSON.stringify(placed));
  }).catch((error) => {
    response.statusCode = 500;
    response.end(JSON.stringify({ error: String(error.message) }));
  });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : address);
});

process.stdin.resume().on("end", () => {
  server.close();
  server.closeAllConnections();
  void close();
});
