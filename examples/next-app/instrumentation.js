export { onRequestError, register } from "clew/bridge/next";
