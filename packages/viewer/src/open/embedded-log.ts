import { EMBEDDED_LOG_ID, type LogSource, MemoryLogSource, MemoryStore, readEmbeddedLog } from "@clew/log";

/** The log inside an exported page, or `undefined` where there is none. */
export function embeddedLog(page: Document): Promise<LogSource> | undefined {
  const element = page.getElementById(EMBEDDED_LOG_ID);
  return element === null ? undefined : sourceOf(element.textContent ?? "");
}

async function sourceOf(embedded: string): Promise<LogSource> {
  const { name, text, answers, part } = await readEmbeddedLog(embedded);
  const store = new MemoryStore(name);
  store.add(text);
  return new MemoryLogSource(store, { ...(answers !== undefined && { answers }), ...(part !== undefined && { part }) });
}
