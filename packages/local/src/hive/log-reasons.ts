/** One reason that Hive knows an install's log by. */
interface LogRegex {
  name: string;
  searchRegexStrings: string[];
  installFailingReason: string;
  installFailingMessage: string;
}

/** Why an install failed, as far as its log says. */
export interface InstallFailing {
  reason: string;
  message: string;
}

const unknown: InstallFailing = {
  reason: "UnknownError",
  message: "Cluster install failed but no known errors found in logs",
};

/** The first reason whose expression is in the log. `regexes`: JSON of the ConfigMap `additional-install-log-regexes`; what cannot be read is passed over. */
export function reasonOf(log: string, regexes: string | undefined): InstallFailing {
  if (log === "") return { reason: "LogMissing", message: "Cluster install logs are missing" };
  for (const { searchRegexStrings, installFailingReason, installFailingMessage } of readRegexes(regexes))
    if (searchRegexStrings.some((text) => matches(text, log)))
      return { reason: installFailingReason, message: installFailingMessage };
  return unknown;
}

function readRegexes(text: string | undefined): readonly LogRegex[] {
  try {
    const read: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(read) ? (read as LogRegex[]).filter((one) => Array.isArray(one?.searchRegexStrings)) : [];
  } catch {
    return [];
  }
}

/** Go's flags stand in front of an expression; ours behind it. */
function matches(expression: string, log: string): boolean {
  const [, flags = "", rest = expression] = /^\(\?([ims]+)\)(.*)$/s.exec(expression) ?? [];
  try {
    return new RegExp(rest, flags).test(log);
  } catch {
    return false;
  }
}
