import type { KubeObject } from "../objects/object.ts";
import type { Column, Columns } from "./kind.ts";

/** How long ago, in the two largest units that say something, as kubectl prints ages: `5s`, `4m10s`, `3h`, `2d4h`, `1y5d`. */
export function ago(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 && days % 365 !== 0 ? `${years}y${days % 365}d` : `${years}y`;
}

/** Age of an object in a cell. */
export const age = ({ metadata }: KubeObject, now: number): string =>
  metadata.creationTimestamp ? ago(now - Date.parse(metadata.creationTimestamp)) : "<unknown>";

export const nameColumn: Column = { name: "Name", type: "string", format: "name", priority: 0 };
const ageColumn: Column = { name: "Age", type: "string", priority: 0 };

/** Of kinds for which nothing else is worth a column. */
export const nameAndAge: Columns = {
  columns: [nameColumn, { ...ageColumn, name: "Created At", type: "date" }],
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
};
