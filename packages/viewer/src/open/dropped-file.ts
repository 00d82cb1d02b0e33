import { MemoryLogSource, MemoryStore } from "@clew/log";
import { looksLikeScHistory } from "@clew/log/recording";
import type { GivenFile } from "../model/index.js";
import { linesByServer } from "./lines-by-server.js";

/** Enough to tell a recording by. */
const HEAD_BYTES = 64 * 1024;

/**
 * A file that was dropped on the page or chosen in it: a log, in whatever form the command reads, or a recording of scopes by
 * trio-vis. Where the page has no server, the log must be of clew's own lines, and files that end in `.gz` are unpacked.
 */
export async function readDroppedFile(file: File): Promise<GivenFile> {
  const store = new MemoryStore(file.name);
  if (looksLikeScHistory(await headOf(file))) {
    return { source: new MemoryLogSource(store), recording: { name: file.name, text: () => textOf(file) } };
  }
  store.add((await linesByServer(file)) ?? (await textOf(file)));
  return { source: new MemoryLogSource(store), recording: undefined };
}

async function headOf(file: File): Promise<string> {
  // What is packed is small where it is a recording, and is unpacked whole.
  return isPacked(file) ? textOf(file).catch(() => "") : file.slice(0, HEAD_BYTES).text();
}

function textOf(file: File): Promise<string> {
  const bytes = isPacked(file) ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  return new Response(bytes).text();
}

function isPacked(file: File): boolean {
  return file.name.endsWith(".gz");
}
