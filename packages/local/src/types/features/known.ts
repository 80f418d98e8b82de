/** A preview feature of a provider. */
export interface KnownFeature {
  namespace: string;
  name: string;
  /** Whether registering is enough, or somebody must approve it. */
  approval: "AutoApproval" | "ApprovalRequired";
}

/** The features that the emulated providers have: those that the service, its tests and azurerm ask for. */
export const knownFeatures: readonly KnownFeature[] = [
  { namespace: "Microsoft.Compute", name: "EncryptionAtHost", approval: "AutoApproval" },
  { namespace: "Microsoft.Compute", name: "InGuestAutoAssessmentVMPreview", approval: "AutoApproval" },
  { namespace: "Microsoft.Network", name: "AllowPrivateEndpointNSG", approval: "AutoApproval" },
  { namespace: "Microsoft.RedHatOpenShift", name: "MTU3900", approval: "ApprovalRequired" },
  { namespace: "Microsoft.RedHatOpenShift", name: "RedHatEngineering", approval: "ApprovalRequired" },
  { namespace: "Microsoft.Storage", name: "AllowSFTP", approval: "AutoApproval" },
];
