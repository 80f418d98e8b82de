/**
 * What Node is started with for `aro rp`, also by the launcher `./aro`. Requests leave much garbage and little else: what is alive when the
 * young generation is full is the requests under way, whatever its size, so it is collected half as often at twice V8's size of 16 MB. And one
 * thread collects it: helping threads cost a PUT as much processor time again as they spare the event loop, and the other processors are the
 * backend's and the store's (`bench/frontend.ts`, decision 19).
 */
export const rpFlags = ["--single-threaded-gc", "--max-semi-space-size=32"] as const;
