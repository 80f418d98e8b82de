export { InputProblem } from "./inputs/problem.ts";
export { type InstallerSettings, installerVariables, readSettings } from "./inputs/settings.ts";
export { createLogrus, type LogrusLog } from "./log/logrus.ts";
export { exitStatus, type InstallerDeps, runInstaller } from "./run-installer.ts";
export { commandSteps, type InstallerCommand } from "./steps/steps.ts";
