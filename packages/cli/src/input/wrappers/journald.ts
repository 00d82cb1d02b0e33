import type { Wrapper } from "./wrapper.js";

/** `journalctl -o json`: times in microseconds; a text that is not UTF-8 comes as a list of bytes. */
export const journald: Wrapper = {
  kind: "journald",
  lines: "journald's",
  example:
    '{"MESSAGE":"{\\"level\\":30,…}","_SYSTEMD_UNIT":"shop.service","__REALTIME_TIMESTAMP":"1767323045006789",…}',
  isCertain: true,
  ofObject: (value) => {
    const { MESSAGE, __REALTIME_TIMESTAMP: time } = value;
    if (time === undefined || MESSAGE === undefined) return undefined;
    const inner = textOf(MESSAGE);
    if (inner === undefined) return undefined;
    const { _SYSTEMD_UNIT, UNIT, _HOSTNAME, SYSLOG_IDENTIFIER, _COMM } = value;
    return {
      inner,
      source: {
        kind: "journald",
        ...named("unit", _SYSTEMD_UNIT ?? UNIT),
        ...named("host", _HOSTNAME),
        ...named("app", SYSLOG_IDENTIFIER ?? _COMM),
        ...named("time", time),
      },
      time,
    };
  },
};

function textOf(message: unknown): string | undefined {
  if (typeof message === "string") return message;
  if (!Array.isArray(message) || !message.every((byte) => typeof byte === "number")) return undefined;
  return new TextDecoder().decode(Uint8Array.from(message as number[]));
}

function named(key: string, value: unknown): object {
  return typeof value === "string" ? { [key]: value } : {};
}
