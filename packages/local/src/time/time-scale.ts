import type { SettingsStore } from "../state/settings-store.ts";

/** How much faster than Azure the emulated cloud works; may be changed while it runs, and is remembered. */
export interface TimeScale {
  readonly factor: number;
  /** How long a poll of an operation may wait for its end, milliseconds. */
  readonly holdMilliseconds: number;
  set(factor: number): void;
}

const name = "timeScale";

/** The scale as it was last set by a person, or `configured`. */
export function openTimeScale(settings: SettingsStore, configured: number, holdMilliseconds: number): TimeScale {
  let factor = Number(settings.read(name) ?? configured);
  return {
    get factor() {
      return factor;
    },
    holdMilliseconds,
    set: (wanted) => {
      factor = wanted;
      settings.write(name, String(wanted));
    },
  };
}
