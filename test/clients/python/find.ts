import { existsSync } from "node:fs";
import { places } from "../places.ts";

/** Where a Python with the SDKs is looked for. */
const pythons = places(["ARO_PYTHON_SDKS"], ["python/bin/python"]);

/** What to do where there is none. */
export const pythonAbsent =
  "not found: npm run clients -- --install fetches them, or ARO_PYTHON_SDKS names a Python with them";

/** The Python that has the SDKs of requirements.txt. */
export const findPython = (): string | undefined => pythons.find((one) => existsSync(one));
