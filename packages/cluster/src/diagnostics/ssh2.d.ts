/** What of ssh2 is used here; it comes without types, and as one object. */
declare module "ssh2" {
  import type { EventEmitter } from "node:events";
  import type { Duplex, Readable } from "node:stream";

  export interface Channel extends Duplex {
    readonly stderr: Readable;
    /** Asks the other side to end what runs. */
    close(): void;
  }
  export interface Client extends EventEmitter {
    connect(options: {
      sock: Duplex;
      username: string;
      privateKey: string;
      readyTimeout: number;
      hostVerifier: (key: Buffer) => boolean;
    }): this;
    exec(command: string, callback: (error: Error | undefined, channel: Channel) => void): boolean;
    end(): this;
    destroy(): this;
  }
  interface Server extends EventEmitter {
    injectSocket(socket: Duplex): void;
  }
  interface Key {
    getPublicSSH(): Buffer;
    verify(signed: Buffer, signature: Buffer, hash?: string): boolean;
  }
  const ssh2: {
    Client: new () => Client;
    Server: new (options: { hostKeys: readonly string[] }) => Server;
    utils: {
      generateKeyPairSync(kind: "ed25519"): { private: string; public: string };
      parseKey(text: string): Key | Error;
    };
  };
  export default ssh2;
}
