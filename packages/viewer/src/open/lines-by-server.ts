import { ROUTES } from "@clew/log";

/** No server of ours has this address: the page was exported, and lies where files are only given out. */
const NO_SERVER: ReadonlySet<number> = new Set([401, 403, 404, 405, 501]);

/**
 * The lines of a file as the command reads it, by the server that the page came from; `undefined` where there is none. Rejects
 * with the reason where the server does not take the file.
 */
export async function linesByServer(file: File): Promise<string | undefined> {
  if (!location.protocol.startsWith("http")) return undefined;
  const asking = { method: "POST", body: file, cache: "no-store", credentials: "same-origin" } as const;
  const response = await fetch(ROUTES.read, asking).catch(() => undefined);
  if (response === undefined || NO_SERVER.has(response.status)) return undefined;
  if (response.ok) return response.text();
  const { error } = (await response.json().catch(() => ({}))) as { readonly error?: string };
  throw new Error(error ?? `The server answered with ${response.status}.`);
}
