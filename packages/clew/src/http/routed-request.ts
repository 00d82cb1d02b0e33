import type { OpenRequest } from "./open-request.js";

/** A request that routers of layers pass on, as Express' do: where the router is mounted, and the route that matched. */
export interface RoutedRequest {
  readonly baseUrl?: string;
  route?: unknown;
}

/**
 * Notes the pattern of each route when it matches. Later `baseUrl` is restored, layer by layer, and after an error the
 * request says `/:id` of what was `/orders/:id`.
 */
export function followRoute(request: RoutedRequest, open: OpenRequest): void {
  const note = (route: unknown) => {
    const path = (route as { readonly path?: unknown } | undefined)?.path;
    if (path === undefined || path === null) return;
    const base = request.baseUrl ?? "";
    open.noteRoute(path === "/" && base !== "" ? base : `${base}${String(path)}`);
  };
  let { route } = request;
  if (route !== undefined) note(route);
  Object.defineProperty(request, "route", {
    configurable: true,
    enumerable: true,
    get: () => route,
    set(matched: unknown) {
      route = matched;
      note(matched);
    },
  });
}
