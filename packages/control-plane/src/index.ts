// The embedded Kubernetes control plane; createControlPlane joins the rooms.
export {};
