export { STORE_QUESTIONS, type StoreQuestion } from "./store-questions.js";
