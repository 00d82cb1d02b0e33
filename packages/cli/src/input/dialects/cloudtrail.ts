import { isObject } from "../json-object.js";
import type { Dialect } from "./parts/index.js";

/** AWS CloudTrail's records of who called which API. */
export const cloudtrail: Dialect = {
  name: "cloudtrail",
  lines: "CloudTrail's records",
  example:
    '{"eventVersion":"1.08","eventTime":"2026-01-02T03:04:05Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","errorCode":"AccessDenied",…}',
  recognizes: ({ eventVersion, eventTime, eventSource, eventName }) =>
    eventVersion !== undefined &&
    typeof eventTime === "string" &&
    typeof eventSource === "string" &&
    typeof eventName === "string",
  reshape: ({ eventName, eventSource, errorCode, errorMessage, userIdentity, ...rest }) => ({
    ...rest,
    message: eventName,
    logger: eventSource,
    level: errorCode === undefined ? "info" : "error",
    ...(isObject(userIdentity) && { user: userIdentity.userName ?? userIdentity.arn ?? userIdentity.type }),
    ...(errorCode !== undefined && { error: { type: errorCode, message: errorMessage ?? errorCode } }),
  }),
  words: { time: ["eventTime"] },
};
