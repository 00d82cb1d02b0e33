/** Node's names for work that it will certainly report the end of: files, names, connections being made, packing. */
const REQUEST = /Req|Request|^ZLIB|^PBKDF2|^SCRYPT|^HASH/;

/** How many requests the runtime has under way, where it says so; else none. */
export function countRequests(): number {
  const { process } = globalThis as { readonly process?: { getActiveResourcesInfo?(): readonly string[] } };
  const active = process?.getActiveResourcesInfo?.() ?? [];
  let count = 0;
  for (const name of active) if (REQUEST.test(name)) count++;
  return count;
}
