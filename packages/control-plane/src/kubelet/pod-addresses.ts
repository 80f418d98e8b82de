/** Addresses of a node's pods. */
export interface PodAddresses {
  take(): string;
  /** Somebody has this one already. */
  keep(address: string | undefined): void;
  release(address: string): void;
}

const reserved = 4;

/** Gives out addresses of a network, `10.128.2.0/23`, one after the other; those given back come last. */
export function podAddresses(network = "10.128.0.0/14"): PodAddresses {
  const [base = "", length = "24"] = network.split("/");
  const start = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const taken = new Set<string>();
  let next = reserved;
  const text = (number: number): string =>
    [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
  return {
    keep: (address) => {
      if (address !== undefined) taken.add(address);
    },
    release: (address) => void taken.delete(address),
    take: () => {
      for (let tried = 0; tried < size; tried++) {
        const address = text(start + next);
        next = next + 1 >= size - 1 ? reserved : next + 1;
        if (taken.has(address)) continue;
        taken.add(address);
        return address;
      }
      throw new Error(`the network ${network} has no address left`);
    },
  };
}
