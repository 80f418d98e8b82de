import type { Random } from "@aro/runtime";
import { hash } from "bcryptjs";

/** Secrets that the installation draws once; the graph keeps them. */
export interface DrawnSecrets {
  kubeadminPassword: string;
  /** bcrypt of it: what the cluster itself keeps. */
  kubeadminHash: string;
  /** What the image registry signs its uploads with: 64 bytes, hex. */
  registrySecret: string;
  /** The password that Azure wants of every machine. */
  machinePassword: string;
}

/** Without characters that people mistake for each other. */
const passwordAlphabet = "abcdefghijkmnopqrstuvwxyzABCDEFGHIJKLMNPQRSTUVWXYZ23456789";
const bcryptCost = 10;

/** Four groups of five, as OpenShift's installer has it. */
const newKubeadminPassword = (random: Random): string =>
  Array.from({ length: 4 }, () =>
    Array.from({ length: 5 }, () => passwordAlphabet[random.integer(passwordAlphabet.length)]).join(""),
  ).join("-");

export async function drawSecrets(random: Random): Promise<DrawnSecrets> {
  const kubeadminPassword = newKubeadminPassword(random);
  return {
    kubeadminPassword,
    kubeadminHash: await hash(kubeadminPassword, bcryptCost),
    registrySecret: Buffer.from(random.bytes(64)).toString("hex"),
    // Azure wants letters of both cases, digits and others.
    machinePassword: `Aa1!${Buffer.from(random.bytes(24)).toString("base64url")}`,
  };
}
