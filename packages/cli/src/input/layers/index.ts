export { type LayerOptions, type LayerSink, Layers } from "./layers.js";
export { PLACED, SOURCE, TEXT } from "./to-message.js";
