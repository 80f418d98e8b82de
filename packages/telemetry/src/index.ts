export { createLog, type Log, type LogLevel, logLevels, silentLog } from "./log.ts";
