export { Address } from "./address.js";
export { App } from "./app.js";
