import type { Scenario } from "../scenario.ts";
import { created, get, put, refused, waitFor } from "./phrases.ts";

const nothingBegins = { status: 200, headers: { "azure-asyncoperation": false, location: false } } as const;

/** The same PUT again (ARM-PUT-04, ARM-PUT-05, ARM-PUT-12). */
export const repeat: readonly Scenario[] = [
  {
    name: "repeat/same-put",
    shows: "the PUT that created the cluster, sent again, is answered 200 and starts nothing",
    steps: [
      ...created,
      {
        unchanged: [
          { send: "PUT <cluster>", body: { cluster: {} }, expect: nothingBegins },
          { send: "PUT <cluster>", body: { cluster: {} }, expect: nothingBegins },
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "repeat/what-get-returned",
    shows: "PUT of what GET returned is accepted and starts nothing, in the newest version and in an older one",
    steps: [
      ...created,
      get({}, "newest"),
      { send: "GET <cluster>", as: "older", version: "2022-09-04", expect: { status: 200 } },
      {
        unchanged: [
          { send: "PUT <cluster>", body: { of: "newest" }, expect: nothingBegins },
          { send: "PUT <cluster>", version: "2022-09-04", body: { of: "older" }, expect: nothingBegins },
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "repeat/az-create-again",
    shows: "az, which sends an empty version and leaves out what it was not told, changes nothing either",
    steps: [
      ...created,
      {
        unchanged: [
          {
            send: "PUT <cluster>",
            body: { cluster: { "properties.clusterProfile.version": "", "properties.clusterProfile.pullSecret": "" } },
            expect: nothingBegins,
          },
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "repeat/while-it-runs",
    shows:
      "during the creation the same PUT is answered with the operation that runs; another one is refused and changes nothing",
    steps: [
      put(),
      { send: "PUT <cluster>", body: { cluster: {} }, expect: { status: 200, operationOf: "create" } },
      refused(
        { send: "PUT <cluster>", body: { cluster: { "tags.team": "billing" } } },
        { code: "RequestNotAllowed", says: ["Creating"] },
      ),
      refused(
        { send: "PATCH <cluster>", body: { json: { tags: { team: "billing" } } } },
        { code: "RequestNotAllowed", says: ["Creating"] },
      ),
      waitFor("create"),
    ],
    end: { left: "cluster", operations: 1 },
  },
  {
    name: "repeat/only-if-new",
    shows: "If-None-Match: * keeps a PUT from touching what is there, an outdated If-Match too (ARM-ETG-01)",
    steps: [
      refused(
        { send: "PUT <cluster>", headers: { "if-match": '"7"' }, body: { cluster: {} } },
        { code: "PreconditionFailed" },
        412,
      ),
      put(),
      waitFor("create"),
      get({}, "now"),
      {
        unchanged: [
          refused(
            { send: "PUT <cluster>", headers: { "if-none-match": "*" }, body: { cluster: { "tags.team": "x" } } },
            { code: "PreconditionFailed" },
            412,
          ),
          refused(
            { send: "PUT <cluster>", headers: { "if-match": '"0"' }, body: { cluster: { "tags.team": "x" } } },
            { code: "PreconditionFailed", says: ["<now header etag>"] },
            412,
          ),
          {
            send: "PUT <cluster>",
            headers: { "if-match": "<now header etag>" },
            body: { cluster: {} },
            expect: { status: 200 },
          },
        ],
      },
    ],
    end: { left: "cluster", operations: 1 },
  },
];
