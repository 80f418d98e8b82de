import {
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  pbkdf2Sync,
  timingSafeEqual,
  X509Certificate,
} from "node:crypto";
import { type Der, der, oidText, parts, readAll, tags } from "./der.ts";
import { derive, passwordBytes, purposes } from "./kdf.ts";
import { ciphers, digests, functions, names } from "./names.ts";
import type { KeyStore } from "./write.ts";

/** Why a key store cannot be read: the password, or what it is made of. */
export class UnreadablePfx extends Error {
  readonly wrongPassword: boolean;

  constructor(message: string, wrongPassword: boolean, cause?: unknown) {
    super(message, { cause });
    this.name = "UnreadablePfx";
    this.wrongPassword = wrongPassword;
  }
}

/** More rounds than any program writes would only keep the machine busy. */
const mostIterations = 1_000_000;

interface Found {
  keys: Buffer[];
  certificates: Buffer[];
}

/** Reads a key store in PKCS #12. @throws UnreadablePfx */
export function readPfx(bytes: Buffer, password: string): KeyStore {
  try {
    const [version, authSafe, macData] = parts(readAll(bytes)[0]);
    if (version?.content[0] !== 3) throw new Error("its version is not 3");
    const safe = contentOf(authSafe);
    if (macData !== undefined) checkMac(parts(macData), safe, password);
    const found: Found = { keys: [], certificates: [] };
    for (const info of parts(readAll(safe)[0])) readBags(safeContents(info, password), password, found);
    return assemble(found);
  } catch (error) {
    if (error instanceof UnreadablePfx) throw error;
    throw new UnreadablePfx("it is no key store that can be read", false, error);
  }
}

/** The bytes of a ContentInfo that holds plain data. */
function contentOf(info: Der | undefined): Buffer {
  const [type, content] = parts(info);
  if (type === undefined || oidText(type.content) !== names.data) throw new Error("its content is not plain data");
  return parts(content, tags.context0)[0]?.content ?? Buffer.alloc(0);
}

function safeContents(info: Der, password: string): Buffer {
  const [type, content] = parts(info);
  if (type === undefined || oidText(type.content) !== names.encryptedData) return contentOf(info);
  const [, encrypted] = parts(parts(content, tags.context0)[0]);
  const [, algorithm, bytes] = parts(encrypted);
  return decrypt(parts(algorithm), bytes?.content ?? Buffer.alloc(0), password);
}

function checkMac([digest, salt, count]: Der[], safe: Buffer, password: string): void {
  const [algorithm, value] = parts(digest);
  const hash = digests[oidText(parts(algorithm)[0]?.content ?? Buffer.alloc(0))];
  if (hash === undefined || value === undefined || salt === undefined)
    throw new Error("its mac is of no kind that is known");
  const rounds = count === undefined ? 1 : numberOf(count);
  const isRight = [passwordBytes(password), ...(password === "" ? [Buffer.alloc(0)] : [])].some((bytes) => {
    const key = derive(hash, bytes, salt.content, purposes.mac, rounds, value.content.byteLength);
    const mac = createHmac(hash, key).update(safe).digest();
    return mac.byteLength === value.content.byteLength && timingSafeEqual(mac, value.content);
  });
  if (!isRight) throw new UnreadablePfx("the password is not that of the key store", true);
}

function numberOf({ content }: Der): number {
  const value = content.byteLength > 0 && content.byteLength <= 4 ? content.readUIntBE(0, content.byteLength) : 0;
  if (value < 1 || value > mostIterations) throw new Error("its count of rounds is out of range");
  return value;
}

/** Decrypts by PBES2, or by the triple DES of older programs. */
function decrypt([scheme, parameters]: Der[], bytes: Buffer, password: string): Buffer {
  const name = oidText(scheme?.content ?? Buffer.alloc(0));
  const [cipher, key, iv] =
    name === names.pbes2 ? pbes2(parts(parameters), password) : tripleDes(name, parts(parameters), password);
  try {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  } catch (error) {
    throw new UnreadablePfx("the password is not that of the key store", true, error);
  }
}

type Keyed = readonly [cipher: string, key: Buffer, iv: Buffer];

function pbes2([derivation, encryption]: Der[], password: string): Keyed {
  const [kdf, settings] = parts(derivation);
  if (oidText(kdf?.content ?? Buffer.alloc(0)) !== names.pbkdf2) throw new Error("its key derivation is not PBKDF2");
  const [salt, count, ...more] = parts(settings);
  const prf = more.find((one) => one.tag === tags.sequence);
  const hash = prf === undefined ? "sha1" : functions[oidText(parts(prf)[0]?.content ?? Buffer.alloc(0))];
  const [cipherId, iv] = parts(encryption);
  const cipher = ciphers[oidText(cipherId?.content ?? Buffer.alloc(0))];
  if (hash === undefined || cipher === undefined || salt === undefined || count === undefined || iv === undefined)
    throw new Error("its encryption is of no kind that is known");
  return [cipher[0], pbkdf2Sync(password, salt.content, numberOf(count), cipher[1], hash), iv.content];
}

function tripleDes(name: string, [salt, count]: Der[], password: string): Keyed {
  if (name !== names.shaTripleDes || salt === undefined || count === undefined)
    throw new Error(`its encryption ${name} is of no kind that is known`);
  const make = (purpose: number, length: number) =>
    derive("sha1", passwordBytes(password), salt.content, purpose, numberOf(count), length);
  return ["des-ede3-cbc", make(purposes.key, 24), make(purposes.iv, 8)];
}

function readBags(contents: Buffer, password: string, found: Found): void {
  for (const bag of parts(readAll(contents)[0])) {
    const [type, holder] = parts(bag);
    const value = parts(holder, tags.context0)[0];
    switch (oidText(type?.content ?? Buffer.alloc(0))) {
      case names.keyBag:
        found.keys.push(der(tags.sequence, value?.content ?? Buffer.alloc(0)));
        break;
      case names.shroudedKeyBag: {
        const [algorithm, encrypted] = parts(value);
        found.keys.push(decrypt(parts(algorithm), encrypted?.content ?? Buffer.alloc(0), password));
        break;
      }
      case names.certificateBag: {
        const [, certificate] = parts(value);
        found.certificates.push(parts(certificate, tags.context0)[0]?.content ?? Buffer.alloc(0));
        break;
      }
      default:
    }
  }
}

/** The key and its chain, its own certificate first. */
function assemble({ keys: [keyDer], certificates }: Found): KeyStore {
  if (keyDer === undefined) throw new Error("it holds no key");
  const key = createPrivateKey({ key: keyDer, format: "der", type: "pkcs8" });
  const all = certificates.map((raw) => new X509Certificate(raw));
  const own = all.find((one) => one.publicKey.equals(createPublicKey(key)));
  if (own === undefined) throw new Error("it holds no certificate of its key");
  const chain = [own];
  for (let next = own; ; ) {
    const above = all.find((one) => !chain.includes(one) && next.checkIssued(one));
    if (above === undefined) break;
    chain.push(above);
    next = above;
  }
  return {
    key: key.export({ type: "pkcs8", format: "pem" }).toString(),
    chain: chain.map((one) => one.toString()),
  };
}
