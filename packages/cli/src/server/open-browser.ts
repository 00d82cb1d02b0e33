import { spawn } from "node:child_process";

/** True where a person probably sits before this machine's screen. */
export function hasDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (env.CI !== undefined || env.SSH_CONNECTION !== undefined) return false;
  return platform === "darwin" || platform === "win32" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Opens an address in the browser of whoever runs this. Where that fails, the address was printed. */
export function openBrowser(address: string, platform: NodeJS.Platform): void {
  const [command, args] = OPENERS[platform] ?? ["xdg-open", []];
  const opener = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  opener.on("error", () => {});
  opener.unref();
}

const OPENERS: { readonly [Platform in NodeJS.Platform]?: readonly [command: string, args: readonly string[]] } = {
  darwin: ["open", []],
  win32: ["rundll32", ["url.dll,FileProtocolHandler"]],
};
