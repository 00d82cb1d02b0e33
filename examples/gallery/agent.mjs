// An agent with tools: a model chooses, tools answer, until it is done. The model is a script here, so that the log is the
// same each time. Where the search finds nothing it goes to the web, and that is dear.
import { close, logMessage, toFile, withAction } from "clew";

toFile(process.argv[2] ?? "agent.log");

const KNOWN = { refund: "30 days", shipping: "2 days", returns: "free" };
const QUESTIONS = Array.from({ length: 24 }, (_, i) => ["refund", "shipping", "warranty", "returns"][i % 4] ?? "");

/** @type {Record<string, (topic: string) => Promise<string | undefined>>} */
const TOOLS = {
  search_docs: async (topic) => {
    const hit = KNOWN[/** @type {"refund"} */ (topic)];
    logMessage("search.done", { hits: hit === undefined ? 0 : 1 });
    return hit;
  },
  browse_web: async (topic) => `see the page on ${topic}`,
};

for (const topic of QUESTIONS) {
  await withAction("agent.run", { question: `What about ${topic}?` }, async (action) => {
    let found;
    for (let turn = 1; found === undefined; turn++) {
      const tool = await withAction("model.choose", { turn }, async (choice) => {
        const chosen = turn === 1 ? "search_docs" : "browse_web";
        choice.addSuccessFields({ tool: chosen });
        return chosen;
      });
      found = await withAction(`tool.${tool}`, { topic }, () => TOOLS[tool]?.(topic));
    }
    action.addSuccessFields({ answer: found });
  });
}
await close();
