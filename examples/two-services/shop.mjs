// The shop: it asks the stock for what was ordered. No line of it knows that it is logged.
import { createServer } from "node:http";

const stock = process.env.STOCK_URL;

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://shop");
  const answer = await fetch(`${stock}/stock${pathname}`);
  const text = await answer.text();
  response.statusCode = answer.ok ? 200 : 500;
  response.end(answer.ok ? `ordered: ${text}` : "please try again");
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  const address = server.address();
  console.log("ready", typeof address === "object" && address?.port);
});
process.once("SIGTERM", () => process.exit(0));
