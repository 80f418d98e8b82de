import assert from "node:assert/strict";

/** For assert.rejects: the error of an Azure SDK with this code, and this status and words when they are given. */
export const refused =
  (code: string, status?: number, words?: RegExp) =>
  (error: unknown): boolean => {
    const { code: given, statusCode, message = "" } = error as { code?: string; statusCode?: number; message?: string };
    assert.equal(given, code, String(error));
    if (status !== undefined) assert.equal(statusCode, status, String(error));
    if (words !== undefined) assert.match(message, words);
    return true;
  };
