export { continueFrom, startFrom } from "./continue-from.js";
export { noticeRequests } from "./known-requests.js";
export { serializeTo } from "./serialize-to.js";
