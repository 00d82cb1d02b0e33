// A worker as one writes it: `/` answers with what it saw of the context and with all that it logged; `/next` is the second
// service, whose messages are to be in the tree of the first.
import {
  addDestination,
  continueFrom,
  currentAction,
  logMessage,
  serializeTo,
  startAction,
  withAction,
  withFields,
} from "clew";
import { logRequests } from "clew/bridge/hono";
import { mapConcurrent, withScope } from "clew/scope";
import { Hono } from "hono";

const lines = [];
addDestination((message) => lines.push(message));

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const here = () => currentAction()?.type;

const app = new Hono();
app.use(logRequests());
app.get("/hono", async (context) => {
  await wait(1);
  logMessage("in-hono", { in: here() });
  return context.json({ in: here() });
});

/** Two at once, each of which waits for the other: neither may see the other's action. */
async function atOnce() {
  const one = (type, ms) =>
    withAction(type, async () => {
      await wait(ms);
      const seen = here();
      await Promise.resolve().then(() => wait(1));
      return seen === here() && seen;
    });
  return Promise.all([one("left", 4), one("right", 2)]);
}

function byHand() {
  return withAction("around", (around) => {
    const inner = startAction("by-hand", {}, { parent: around });
    const context = inner.context();
    const seen = [here(), withAction("within", here)];
    context[Symbol.dispose]();
    inner.finish();
    return [...seen, here()];
  });
}

async function seen(request, ask) {
  return continueFrom(request, "request", { path: new URL(request.url).pathname }, async () => {
    const out = { before: here() };
    await wait(1);
    out.after = here();
    out.atOnce = await atOnce();
    out.byHand = byHand();
    await null;
    out.afterByHand = here();
    out.fields = await withFields({ shop: "east" }, async () => {
      await wait(1);
      logMessage("with-fields");
      return here();
    });
    out.scope = await withScope(async (scope) => {
      const child = scope.spawn(
        async () => {
          await wait(1);
          return here();
        },
        { name: "child" },
      );
      return [...(await mapConcurrent([1, 2], 2, async () => here() !== undefined)), await child];
    });
    const next = new Request("http://127.0.0.1/next");
    serializeTo(next);
    out.sent = [...next.headers.keys()].sort();
    out.asked = await withAction("ask", async () => {
      const response = await ask("http://127.0.0.1/next", { headers: serializeTo(new Headers()) });
      return response.text();
    });
    return out;
  });
}

/** Answers a request; `ask` is how the runtime calls another service. */
export async function answer(request, ask) {
  const { pathname } = new URL(request.url);
  if (pathname === "/hono") return app.fetch(request);
  if (pathname === "/next") {
    return continueFrom(request, "next", async () => {
      await wait(1);
      logMessage("asked", { in: here() });
      return new Response("asked");
    });
  }
  const out = await seen(request, ask);
  const hono = await (await app.fetch(new Request("http://127.0.0.1/hono"))).json();
  return Response.json({ ...out, hono, lines });
}
