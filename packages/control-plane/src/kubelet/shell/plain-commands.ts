import type { Command } from "./command.ts";

const echo: Command = async ({ args, out }) => {
  const words = [...args];
  let newline = true;
  let escapes = false;
  while (/^-[ne]+$/.test(words[0] ?? "")) {
    const flags = words.shift() ?? "";
    newline &&= !flags.includes("n");
    escapes ||= flags.includes("e");
  }
  const text = words.join(" ");
  await out((escapes ? unescaped(text) : text) + (newline ? "\n" : ""));
  return 0;
};

const printf: Command = async ({ args: [format = "", ...values], out }) => {
  await out(unescaped(format).replaceAll(/%[sd]/g, () => values.shift() ?? ""));
  return 0;
};

const signs: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", a: "\u0007", e: "\u001b" };
const unescaped = (text: string): string => text.replaceAll(/\\([ntr\\ae])/g, (_, sign: string) => signs[sign] ?? sign);

const env: Command = async ({ args, environment, out }) => {
  const shown = args.length === 0 ? Object.entries(environment) : [];
  for (const [name, value] of shown) await out(`${name}=${value}\n`);
  for (const name of args) {
    if (environment[name] === undefined) return 1;
    await out(`${environment[name]}\n`);
  }
  return 0;
};

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const date: Command = async ({ args, clock, out }) => {
  const now = new Date(clock.now());
  const two = (value: number) => String(value).padStart(2, "0");
  const fields: Readonly<Record<string, string>> = {
    Y: String(now.getUTCFullYear()),
    m: two(now.getUTCMonth() + 1),
    d: two(now.getUTCDate()),
    e: String(now.getUTCDate()).padStart(2),
    H: two(now.getUTCHours()),
    M: two(now.getUTCMinutes()),
    S: two(now.getUTCSeconds()),
    s: String(Math.floor(now.getTime() / 1000)),
    a: days[now.getUTCDay()] ?? "",
    b: months[now.getUTCMonth()] ?? "",
    Z: "UTC",
    z: "+0000",
    F: now.toISOString().slice(0, 10),
    T: now.toISOString().slice(11, 19),
  };
  const format = args.find((one) => one.startsWith("+"))?.slice(1) ?? "%a %b %e %H:%M:%S %Z %Y";
  await out(`${format.replaceAll(/%([A-Za-z%])/g, (_, sign: string) => fields[sign] ?? sign)}\n`);
  return 0;
};

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const killed = 143;

const sleep: Command = async ({ args: [text = ""], clock, signal, err }) => {
  const [, digits, unit = "s"] = /^([\d.]+)([smhd]?)$/.exec(text) ?? [];
  if (digits === undefined && text !== "infinity" && text !== "inf") {
    await err(`sleep: invalid number '${text}'\n`);
    return 1;
  }
  const longest = 2 ** 31 - 1;
  const until = digits === undefined ? Number.POSITIVE_INFINITY : Number(digits) * (units[unit || "s"] ?? 1) * 1000;
  try {
    for (let left = until; left > 0; left -= longest) await clock.sleep(Math.min(left, longest), signal);
    return 0;
  } catch {
    return killed;
  }
};

const says =
  (text: (call: Parameters<Command>[0]) => string): Command =>
  async (call) => {
    await call.out(`${text(call)}\n`);
    return 0;
  };

/** `[COLUMNS] [ROWS]` of the terminal, as `stty size` says it the other way round. */
const stty: Command = async ({ args, size, out, err }) => {
  const known = size();
  if (known === undefined) {
    await err("stty: standard input: Not a tty\n");
    return 1;
  }
  if (args[0] === "size") await out(`${known.rows} ${known.columns}\n`);
  return 0;
};

/** Commands that look at nothing but themselves. */
export const plainCommands: Readonly<Record<string, Command>> = {
  echo,
  printf,
  env,
  printenv: env,
  date,
  sleep,
  stty,
  true: async () => 0,
  ":": async () => 0,
  false: async () => 1,
  hostname: says(({ hostname }) => hostname),
  pwd: says(() => "/"),
  whoami: says(() => "root"),
  id: says(() => "uid=0(root) gid=0(root) groups=0(root)"),
  uname: says(({ hostname, args }) => (args.includes("-a") ? `Linux ${hostname} 5.14.0 x86_64 GNU/Linux` : "Linux")),
};
