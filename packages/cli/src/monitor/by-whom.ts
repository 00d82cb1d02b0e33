import { userInfo } from "node:os";

/** Who cancels, for the program's log. */
export function byWhom(): string {
  return `${userInfo().username}, process ${process.pid}`;
}
