// Requests that are refused whatever they ask. Any site that a browser shows can send requests to this machine's ports, and can
// give its own name to this machine's address (DNS rebinding): who asks, and under which name, is looked at first.

import type { IncomingMessage } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import { MOST_ASKED_CHARACTERS } from "@clew/log";

/** A request that is not answered, with the sentence that says why. */
export interface Refusal {
  readonly status: number;
  readonly error: string;
}

const LOOPBACK_NAMES = ["127.0.0.1", "localhost", "::1"];

/** True where nobody but this machine can reach a server there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.includes(host) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** The values of `Host` under which a server may be asked. */
export function allowedHosts(host: string, port: number): ReadonlySet<string> {
  const names = [...LOOPBACK_NAMES, host];
  if (!isLoopback(host)) {
    names.push(hostname());
    for (const addresses of Object.values(networkInterfaces())) {
      for (const { address } of addresses ?? []) names.push(address);
    }
  }
  const spelled = names.map((name) => inAddress(name).toLowerCase());
  // A browser leaves the port of http out.
  return new Set(spelled.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

/** As a name or number stands in an address. */
export function inAddress(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Looks at the head of a request. `undefined` where nothing speaks against it. */
export function refusalOf(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  const { headers, url = "" } = request;
  const named = headers.host?.toLowerCase() ?? "";
  const isNamedOnce = request.rawHeaders.filter((name, i) => i % 2 === 0 && /^host$/i.test(name)).length === 1;
  if (!isNamedOnce || !hosts.has(named)) return { status: 403, error: "This server does not go by that name." };
  const { origin, "sec-fetch-site": site } = headers;
  if ((origin !== undefined && origin.toLowerCase() !== `http://${named}`) || !isOwnSite(site)) {
    return { status: 403, error: "Other sites may not ask this server, nor link to it." };
  }
  if (!url.startsWith("/")) return { status: 400, error: "The target of a request must be a path." };
  if (url.length > MOST_ASKED_CHARACTERS) return { status: 414, error: "The question is too long." };
  return undefined;
}

/** Browsers say from where a request comes: from the page, or from a person who typed or clicked outside any page. */
function isOwnSite(site: string | string[] | undefined): boolean {
  return site === undefined || site === "same-origin" || site === "none";
}
