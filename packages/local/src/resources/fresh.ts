import type { Random } from "@aro/runtime";

/**
 * The same chance, but with ids of its own for each start of the process: a seeded source begins anew when the emulator
 * is started again, and ids that were given before must not come a second time. `start` counts the starts, from 0.
 */
export function freshIds(random: Random, start: number): Random {
  if (start === 0) return random;
  const mark = Math.imul(start, 0x9e3779b9) >>> 0;
  return {
    integer: (below) => random.integer(below),
    uuid: () => {
      const drawn = random.uuid();
      const head = (Number.parseInt(drawn.slice(0, 8), 16) ^ mark) >>> 0;
      return `${head.toString(16).padStart(8, "0")}${drawn.slice(8)}`;
    },
    bytes: (count) => {
      const drawn = Uint8Array.from(random.bytes(count));
      for (let index = 0; index < Math.min(4, count); index++)
        drawn[index] = (drawn[index] ?? 0) ^ ((mark >>> (8 * index)) & 0xff);
      return drawn;
    },
  };
}
