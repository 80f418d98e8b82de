import { Problem } from "../problem.ts";
import type { World } from "../world.ts";

/**
 * The pull secret as JSON text, from `@FILE`, the name of a file, or the text itself (spec 06 §7.3).
 * @throws Problem when it is no JSON object; the message never shows the secret.
 */
export async function readPullSecret(world: World, given: string): Promise<string> {
  const isText = given.trimStart().startsWith("{");
  const path = given.startsWith("@") ? given.slice(1) : given;
  const text = isText
    ? given
    : await world.readFile(path).catch((cause: unknown) => {
        const shown = given.startsWith("@") || path.length < 80 ? `"${path}"` : "what was given";
        throw Problem.usage(
          `--pull-secret: ${shown} is neither a file that can be read nor a JSON object (${(cause as Error).message.split(",", 1)[0]})`,
        );
      });
  const secret = text.replace(/\r?\n$/, "");
  if (!isObject(secret))
    throw Problem.usage("--pull-secret: not a JSON object; download it again from console.redhat.com");
  return secret;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
