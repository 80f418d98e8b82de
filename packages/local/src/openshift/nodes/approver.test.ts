import assert from "node:assert/strict";
import { test } from "node:test";
import { isKubelets } from "./approver.ts";

test("kubelets' requests are known by signer and by who asks", () => {
  const client = "kubernetes.io/kube-apiserver-client-kubelet";
  const serving = "kubernetes.io/kubelet-serving";
  const bootstrapper = "system:serviceaccount:openshift-machine-config-operator:node-bootstrapper";
  assert.equal(isKubelets({ signerName: client, username: bootstrapper }), true);
  assert.equal(isKubelets({ signerName: client, username: "system:node:n1" }), true);
  assert.equal(isKubelets({ signerName: serving, username: "system:node:n1" }), true);
  assert.equal(isKubelets({ signerName: serving, username: bootstrapper }), false);
  assert.equal(isKubelets({ signerName: client, username: "kube:admin" }), false);
  assert.equal(isKubelets({ signerName: "kubernetes.io/kube-apiserver-client", username: "system:node:n1" }), false);
});
