import type { Stage } from "./stage.ts";

/** Finds what serves the path. Nothing is said about it yet: the caller is not known. */
export const route: Stage = (exchange, { router }) => {
  exchange.match = router(exchange.request.method, exchange.segments);
};
