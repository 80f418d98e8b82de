/** The page of behaviours, docs/emulated-azure.md: what the emulated Azure does, and how we know that Azure does so. */
import { behaviours } from "../src/behaviours.ts";

const evidences = ["documented", "seen", "assumed"] as const;

const intro = `# The emulated Azure: what it does, and how we know

Generated from the sources by \`npm run behaviours\`; do not edit. Each behaviour carries its evidence: **documented** by Azure, **seen** in exchanges
with it, or **assumed** because nothing better was found. Doubt what is assumed first.`;

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The page as text: the same sources give the same page. */
export function behavioursPage(): string {
  const all = behaviours();
  const bySubject = Map.groupBy(all, (one) => one.subject);
  const chapters = Map.groupBy([...bySubject.keys()].sort(order), (subject) => subject.split("/")[0] ?? subject);
  const providers = [...chapters.keys()].filter((name) => name.includes(".")).sort(order);
  const parts = [...chapters.keys()].filter((name) => !name.includes(".")).sort(order);
  const counts = evidences.map((evidence) => all.filter((one) => one.evidence === evidence).length);
  const table = (name: string): string => {
    const subjects = chapters.get(name) ?? [];
    const isOne = subjects.length === 1 && subjects[0] === name;
    const rows = subjects.flatMap((subject) => {
      const of = isOne ? "" : ` ${cell(subject === name ? "all" : subject.slice(name.length + 1))} |`;
      return (bySubject.get(subject) ?? []).map(({ what, evidence }) => `|${of} ${cell(what)} | ${evidence} |`);
    });
    const head = isOne
      ? ["| Behaviour | Evidence |", "| --- | --- |"]
      : ["| Of | Behaviour | Evidence |", "| --- | --- | --- |"];
    return [`## ${name}`, "", ...head, ...rows].join("\n");
  };
  return [
    intro,
    [
      "| Evidence | Behaviours |",
      "| --- | ---: |",
      ...evidences.map((one, index) => `| ${one} | ${counts[index]} |`),
    ].join("\n"),
    ...[...parts, ...providers].map(table),
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/, "\n");
}
