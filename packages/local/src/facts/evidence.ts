/** How we know that Azure does it so: its documentation says it, an exchange with it was seen, or we assume it. */
export type Evidence = "documented" | "seen" | "assumed";

/** One thing that the emulated Azure does as Azure does it, and how we know that Azure does. */
export interface Behaviour {
  /** A resource type, or the part of ARM. */
  subject: string;
  what: string;
  evidence: Evidence;
}
