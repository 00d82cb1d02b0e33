// What an HTTP request is to the log: the same for every server, framework and client.
export { type ExceptionsHandlerClass, followExceptions } from "./follow-exceptions.js";
export {
  emitRequests,
  type NodeRequest,
  type NodeResponse,
  openNodeRequest,
  runRequest,
} from "./node-request.js";
export { type CallOptions, endCall, isPartOfCall, markCall, type OpenCall, startCall } from "./open-call.js";
export {
  isOfRequest,
  isOpeningRequest,
  type OpenRequest,
  openRequest,
  requestAround,
  requestOf,
  servers,
} from "./open-request.js";
export type { LogRequestsOptions } from "./request-options.js";
export { followRoute, type RoutedRequest } from "./routed-request.js";
export { headerOf, hearUndiciRequests, type UndiciRequest } from "./undici-requests.js";
export { pathOf, plainUrl } from "./urls.js";
export { answerWebRequest, type WebRequest } from "./web-request.js";
