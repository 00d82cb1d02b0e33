import { userInfo } from "node:os";

/** The user and the process that cancel, for the program's log. */
export function byWhom(): string {
  return `${userInfo().username}, process ${process.pid}`;
}
