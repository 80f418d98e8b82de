/** A length of time as people say it: `0.4s`, `12s`, `3m05s`, `1h02m`. */
export function elapsedText(milliseconds: number): string {
  const spent = Math.max(0, milliseconds);
  if (spent < 9_950) return `${(spent / 1000).toFixed(1)}s`;
  const seconds = Math.round(spent / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3_600)}h${two(Math.floor((seconds % 3_600) / 60))}m`;
}

const two = (number: number): string => String(number).padStart(2, "0");
