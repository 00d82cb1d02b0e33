import { EMBEDDED_LOG_ID, type LogSource, MemoryLogSource, MemoryStore, readEmbeddedLog } from "@clew/log";

/** The log inside an exported page, or `undefined` where there is none. */
export async function embeddedLog(page: Document): Promise<LogSource | undefined> {
  const element = page.getElementById(EMBEDDED_LOG_ID);
  if (element === null) return undefined;
  const { name, text, answers, part } = await readEmbeddedLog(element.textContent ?? "");
  const store = new MemoryStore(name);
  store.add(text);
  return new MemoryLogSource(store, { ...(answers !== undefined && { answers }), ...(part !== undefined && { part }) });
}
