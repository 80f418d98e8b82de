import type { RunningCloud } from "../../testing/running-cloud.ts";
import { type Browser, openBrowser } from "./browser.ts";

/** A browser on the pages of a running cloud, over TLS. */
export const cloudBrowser = (cloud: RunningCloud): Browser =>
  openBrowser({
    ask: async (path, form, headers = {}) => {
      const { pathname, search } = new URL(path, cloud.emulator.base);
      const body = form === undefined || typeof form === "string" ? form : new URLSearchParams(form).toString();
      const answer = await cloud.call(form === undefined ? "GET" : "POST", `${pathname}${search}`, {
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers, origin: cloud.emulator.base },
        ...(body === undefined ? {} : { body }),
      });
      const cookies = [answer.headers["set-cookie"] ?? ""].flat().join();
      return { ...answer, headers: { ...answer.headers, "set-cookie": cookies }, body: Buffer.from(answer.text) };
    },
  });

/** The id of a user on the page to pick one. */
export const userOnPage = (text: string, upn: string): string =>
  new RegExp(`value="([^"]+)"[^>]*>\\s*<span>[^<]*</span>\\s*<span class="upn">${upn}`).exec(text)?.[1] ?? "";
