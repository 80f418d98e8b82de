import { type CreateFlag, createFlags } from "../create/flags.ts";

/** The flags of `update`, named and meant as `az aro update` has them, and `--tags` (spec 06 §7.3). */
export const updateFlags = {
  clientId: {
    ...createFlags.clientId,
    help: "another service principal for the cluster; needs --client-secret",
    otherwise: "it stays",
  },
  clientSecret: { ...createFlags.clientSecret, help: "its secret, or alone: a new one of the present principal" },
  refreshCredentials: {
    flags: "--refresh-credentials [true|false]",
    help: "make a new secret of the present principal and give it to the cluster (local instance only)",
    group: createFlags.clientId.group,
    threeState: true,
  },
  outboundIpCount: { ...createFlags.outboundIpCount, otherwise: "it stays" },
  tags: {
    ...createFlags.tags,
    help: 'all tags of the cluster, which replace the present ones; "" for none',
    otherwise: "they stay",
  },
} as const satisfies Record<string, CreateFlag>;

/** What was typed, read and checked one by one. */
export interface UpdateArguments {
  clientId?: string;
  clientSecret?: string;
  refreshCredentials?: boolean;
  outboundIpCount?: number;
  tags?: { [key: string]: string };
}
