export { type EagerClock, eagerClock } from "./eager-clock.ts";
export { exchange, type FakeAnswer, type Responder, type SeenRequest } from "./exchange.ts";
export { type FakeAccess, fakeAccess } from "./fake-access.ts";
export { type FakeArm, type FakeResource, fakeArm } from "./fake-arm.ts";
export { type FakeApplication, fakeEntra } from "./fake-entra.ts";
export { type FakeAzure, fakeAzure, plainClients, tokenOf } from "./harness.ts";
