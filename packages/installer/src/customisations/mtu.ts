import { file, type IgnitionFile } from "../ignition/config.ts";

/** Size of frames in subscriptions that have it (spec 03 §7.3). */
export const largeMtu = 3900;

/** Sets the MTU each time the network comes up: Azure's DHCP does not say it. */
export const mtuFile: IgnitionFile = file(
  "/etc/NetworkManager/dispatcher.d/30-eth0-mtu-3900",
  `#!/bin/bash
if [[ "$1" == "eth0" && "$2" == "up" ]]; then
  ip link set "$1" mtu ${largeMtu}
fi
`,
  0o555,
);
