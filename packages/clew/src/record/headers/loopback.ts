/** Whether a host or an address is this machine's own loopback, in any of the forms that sockets and URLs give it. */
export function isLoopback(host: string | undefined): boolean {
  if (host === undefined) return false;
  const plain = host.toLowerCase().replace(/^::ffff:/, "");
  return (
    plain === "localhost" ||
    plain.endsWith(".localhost") ||
    plain === "::1" ||
    /^127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$/.test(plain)
  );
}
