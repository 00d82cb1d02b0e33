// A test that fails now and then: whoever answers first wins, and the test counts on the cache. The second argument says
// which run this is: in the second the cache is slower.
import { close, logMessage, toFile, withAction } from "clew";
import { race, sleep } from "clew/scope";

toFile(process.argv[2] ?? "flaky.log");
const cacheMs = process.argv[3] === "failed" ? 40 : 2;

await withAction("test", { name: "the price comes from the cache" }, async () => {
  const { source } = await withAction("price", { sku: "lamp" }, async () => {
    const first = await race([() => ask("cache", cacheMs), () => ask("database", 15)]);
    logMessage("answered", { source: first.source });
    return first;
  });
  if (source !== "cache") throw new Error(`expected the cache to answer, and it was the ${source}`);
}).catch(() => {});
await close();

/** @param {string} source @param {number} milliseconds */
function ask(source, milliseconds) {
  return withAction("ask", { source }, async () => {
    await sleep(milliseconds);
    return { source };
  });
}
