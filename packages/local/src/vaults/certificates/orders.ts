/** Orders under way, so that no two calls carry one out at the same time. */
export type OrdersUnderWay = Map<string, Promise<void>>;
