/** What the process exits with; 0 only on success. */
export const exitStatus = {
  success: 0,
  failure: 1,
  /** The command line cannot be understood (spec 02 §11.1). */
  usage: 2,
  /** `show` of what is not there, as `az` has it (spec 06 §7.2). */
  notFound: 3,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
