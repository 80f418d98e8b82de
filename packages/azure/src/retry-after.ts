/** Seconds of a Retry-After header: whole seconds, or a date seen from `now` (milliseconds since the Unix epoch). Undefined when absent or unreadable. */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}

const millisecondHeaders = ["retry-after-ms", "x-ms-retry-after-ms"] as const;

/** Milliseconds to wait that an answer asks for, by the headers in which Azure's services say it, as Azure's own clients rank them. */
export function askedWait(headers: Readonly<Record<string, string | undefined>>, now: number): number | undefined {
  for (const name of millisecondHeaders) {
    const header = headers[name];
    if (header !== undefined && /^\s*\d+\s*$/.test(header)) return Number(header);
  }
  const seconds = retryAfterSeconds(headers["retry-after"], now);
  return seconds === undefined ? undefined : seconds * 1000;
}
