/** What the process exits with; 0 only on success. `exitText` tells it. */
export const exitStatus = {
  success: 0,
  failure: 1,
  /** The command line cannot be understood (spec 02 §11.1). */
  usage: 2,
  /** What the command names is not there, as `az` has it (spec 06 §7.2). */
  notFound: 3,
  /** Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;

/** What the help of every group of commands says of them. */
export const exitText = `Exit status:
  0    done
  1    it failed: the service refused, an operation or a wait did not end well
  2    the command line cannot be understood, or has a value that cannot be
  3    what it names is not there: the cluster, group, network, operation
  130  Ctrl-C
`;
