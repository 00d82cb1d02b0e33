// @ts-check
// The shop's customers: node client.mjs LOG-FILE PORT ORDERS. Each order is a task that begins here and goes on in the
// service. Prints how many were placed and refused.
import { Agent, request } from "node:http";
import { close, serializeTo, toFile, withAction, withTask } from "clew";
import { seededRandom } from "./random.mjs";

const [file = "client.log", port = "", count = "200"] = process.argv.slice(2);
const AT_ONCE = 16;

toFile(file);
const random = seededRandom(1);
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

class OrderRefused extends Error {
  name = "OrderRefused";
}

/** @template T @param {readonly T[]} choices @returns {T} */
const pick = (choices) => /** @type {T} */ (choices[Math.floor(random() * choices.length)]);

const orders = Array.from({ length: Number(count) }, (_, id) => ({
  id,
  customer: `customer-${Math.floor(random() * 40)}`,
  region: pick(["north", "south", "south", "islands"]),
  coupon: random() < 0.7 ? null : pick(["TEN-OFF", "FRIENDS", "SPRING-24"]),
  items: Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
    sku: `sku-${Math.floor(random() * 30)}`,
    quantity: 1 + Math.floor(random() * 3),
  })),
}));

/** @param {typeof orders[number]} order */
function buy(order) {
  const { id, customer, items } = order;
  return withTask("customer.buys", { order: id, customer, items: items.length }, async () => {
    await withAction("http.post", { path: "/orders" }, async (action) => {
      const { status, text } = await post("/orders", JSON.stringify(order));
      action.addFields({ status });
      if (status !== 200) throw new OrderRefused(`the shop answered ${status}: ${text}`);
    });
  });
}

/** @param {string} path @param {string} body @returns {Promise<{ status: number | undefined, text: string }>} */
function post(path, body) {
  const url = new URL(path, `http://127.0.0.1:${port}`);
  const headers = serializeTo({ "content-type": "application/json" }, { to: url });
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode, text }));
    });
    sent.on("error", reject).end(body);
  });
}

let next = 0;
let refused = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let order = orders[next++]; order !== undefined; order = orders[next++]) {
      await buy(order).catch(() => refused++);
    }
  }),
);
agent.destroy();
await close();
console.log(JSON.stringify({ placed: orders.length - refused, refused }));
