export { type Clock, isoTime, systemClock } from "./clock.ts";
export { inOnePiece } from "./in-one-piece.ts";
export { lastRemembered } from "./last-remembered.ts";
export { type ManualClock, manualClock } from "./manual-clock.ts";
export { nearest } from "./nearest.ts";
export { type Random, systemRandom } from "./random.ts";
export { seededRandom } from "./seeded-random.ts";
export { timeOrderedUuid } from "./time-ordered-uuid.ts";
