import { hostname, networkInterfaces } from "node:os";

/** Whether a host is this machine, by its name or by an address of one of its networks. */
export function isThisHost(host: string): boolean {
  if (host === hostname().toLowerCase()) return true;
  if (!/^[0-9.]+$|:/.test(host)) return false;
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === host));
}
