import { HttpLogSource, tokenIn } from "@clew/log";
import { streamEvents } from "./stream-events.js";

/**
 * The log of the server that this page came from. The token of the address that was printed becomes a cookie, and leaves
 * the address bar: what is copied from there lets nobody else in.
 */
export async function openServer(): Promise<HttpLogSource> {
  const source = new HttpLogSource({
    fetch: (address, request) => fetch(address, { ...request, cache: "no-store", credentials: "same-origin" }),
    openEvents: streamEvents,
  });
  const { token, rest } = tokenIn(location.hash);
  if (token === undefined) return source;
  history.replaceState(history.state, "", `${location.pathname}${location.search}${rest}`);
  await source.enter(token);
  return source;
}
