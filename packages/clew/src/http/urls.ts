/** The path of a request's target: what stands behind it is the user's, and often a secret. */
export function pathOf(target: string | undefined): string {
  if (target === undefined || target === "") return "/";
  // A proxy is asked with a whole URL.
  const begin = target.startsWith("/") ? 0 : beginOfPath(target);
  const end = target.slice(begin).search(/[?#]/);
  const path = end < 0 ? target.slice(begin) : target.slice(begin, begin + end);
  return path === "" ? "/" : path;
}

function beginOfPath(target: string): number {
  const scheme = target.indexOf("://");
  if (scheme < 0) return 0;
  const slash = target.slice(scheme + 3).search(/[/?#]/);
  return slash < 0 ? target.length : scheme + 3 + slash;
}

/** A URL without its user, its password, its query and its fragment. */
export function plainUrl(url: string): string {
  try {
    const { protocol, host, pathname } = new URL(url);
    // The rest of a `data:` URL is the data.
    if (host === "") return protocol;
    return `${protocol}//${host}${pathname}`;
  } catch {
    return pathOf(url);
  }
}
