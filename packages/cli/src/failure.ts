import type { CloudErrorBody } from "@aro/api";
import { ApiError, SignInError, UnreachableError } from "@aro/client";
import { adviceFor } from "./advice.ts";
import { exitStatus } from "./exit.ts";
import { Problem } from "./problem.ts";

/** What is printed for a failure, and what the process exits with. */
export interface FailureReport {
  lines: readonly string[];
  exitStatus: number;
}

/** A failure as the person reads it: what is wrong, with which value, what to do. A stack only for a fault of ours. */
export function reportOf(error: unknown): FailureReport {
  if (error instanceof Problem) return { lines: [`aro: ${error.message}`], exitStatus: error.exitStatus };
  if (error instanceof ApiError) {
    const [first = "", ...rest] = errorLines(error.body);
    const request = error.requestId === undefined ? [] : [`  request id: ${error.requestId}`];
    return {
      lines: [`aro: ${first}`, ...rest, ...adviceLine(adviceFor(error.body.code, error.status)), ...request],
      exitStatus: error.status === 404 ? exitStatus.notFound : exitStatus.failure,
    };
  }
  if (error instanceof UnreachableError) {
    const said = error.cause instanceof ApiError ? `: ${error.cause.body.message}` : "";
    return {
      lines: [`aro: ${error.message}${said}; check the address and that the service is up, then run the command again`],
      exitStatus: exitStatus.failure,
    };
  }
  if (error instanceof SignInError)
    return {
      lines: [`aro: signing in failed: ${error.message}; check the credentials (aro cluster --help names them)`],
      exitStatus: exitStatus.failure,
    };
  const file = fileProblem(error);
  if (file !== undefined) return { lines: [`aro: ${file}`], exitStatus: exitStatus.failure };
  if (error instanceof Error && isTransport(error))
    return {
      lines: [`aro: ${error.message}; check the address, the network and the certificates it needs`],
      exitStatus: exitStatus.failure,
    };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    lines: [`aro: a fault of aro itself; please report it with this text: ${stack}`],
    exitStatus: exitStatus.failure,
  };
}

/** An error body in lines: code and message, then target and details, each deeper one indented. What `above` says already is not said again. */
export function errorLines(body: CloudErrorBody, indent = "", above = ""): string[] {
  const isSaid = body.target !== undefined && body.target !== "" && above.includes(body.message);
  return [
    isSaid ? `${indent}${body.code}` : `${indent}${body.code}: ${body.message}`,
    ...(body.target === undefined || body.target === "" ? [] : [`${indent}  target: ${body.target}`]),
    ...(body.details === undefined || body.details.length === 0
      ? []
      : [
          `${indent}  details:`,
          ...body.details.flatMap((detail) => errorLines(detail, `${indent}    `, body.message)),
        ]),
    ...(body.additionalInfo ?? []).map((info) => `${indent}  info: ${JSON.stringify(info)}`),
  ];
}

/** The line that says what to do, if there is something to say. */
export const adviceLine = (advice: string | undefined): string[] =>
  advice === undefined ? [] : [`  what to do: ${advice}`];

/** Errors of name service and TLS reach us as the libraries word them; they are the person's network, not our fault. */
const isTransport = (error: Error): boolean =>
  error.name === "RestError" || /ENOTFOUND|certificate|CERT_|ERR_TLS|self.signed/i.test(error.message);

/** What may be wrong with a file or the folder it lies in, by the system's code. None of it is our fault, and each has its own way out. */
const fileProblems: Readonly<Record<string, string>> = {
  EACCES: "permission is denied; change its owner or mode, or name another folder",
  EPERM: "it is not permitted; change its owner or mode, or name another folder",
  EROFS: "its file system is read-only; name a folder on one that can be written",
  ENOSPC: "no space is left on its disk; free some",
  EDQUOT: "the quota of its disk is used up; free some space",
  ENOTDIR: "a part of its path is a file, not a folder; name another",
  EISDIR: "it is a folder, not a file",
  ELOOP: "its path has links that lead in a circle",
  ENAMETOOLONG: "its path is too long",
  EMFILE: "too many files are open; raise the limit (ulimit -n)",
  ENFILE: "too many files are open on this machine",
  EIO: "its disk fails",
};

function fileProblem(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", path, syscall } = error as NodeJS.ErrnoException;
  // Node says so of a folder that it should make with those above it on a read-only file system.
  if (code === "ENOENT" && syscall === "mkdir") return `${path}: it cannot be made there; name another folder`;
  const problem = Object.hasOwn(fileProblems, code) ? fileProblems[code] : undefined;
  // What is written through an open file has no path; other calls without one have nothing to do with files.
  if (problem === undefined || (path === undefined && syscall !== "write")) return undefined;
  return `${path ?? "a file that was being written"}: ${problem}`;
}
