import type { SettingsStore } from "../state/settings-store.ts";

/** How long new identities and their credentials stay unknown to token endpoint and Graph; may be changed while it runs, and is remembered. */
export interface Visibility {
  readonly delayMilliseconds: number;
  set(delayMilliseconds: number): void;
  /** Runs `work`; what it makes is seen at once. */
  atOnce<Result>(work: () => Result): Result;
}

const name = "entra.visibilityDelayMilliseconds";

/** The delay as it was last set by a person, or `configured`. */
export function openVisibility(settings: SettingsStore, configured: number): Visibility {
  let delay = Number(settings.read(name) ?? configured);
  let suspended = 0;
  return {
    get delayMilliseconds() {
      return suspended > 0 ? 0 : delay;
    },
    set: (wanted) => {
      delay = wanted;
      settings.write(name, String(wanted));
    },
    atOnce: (work) => {
      suspended++;
      try {
        return work();
      } finally {
        suspended--;
      }
    },
  };
}
