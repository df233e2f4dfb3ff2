import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** Signs certificates; made anew for every test, so that no key lies in the repository. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  /** For servers of these host names. */
  certify(...hosts: string[]): { readonly certificate: string; readonly key: string };
}

/** X.509, as RFC 5280 writes it down, in the few parts that a server and its authority need. */
export function createAuthority(name: string): Authority {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension('551d13', sequence(Buffer.from('0101ff', 'hex')));
  const issue = (subject: string, key: KeyObject, extensions: Buffer): string => {
    const content = sequence(
      der(0xa0, Buffer.from('020102', 'hex')),
      der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
      ECDSA_WITH_SHA256,
      nameOf(name),
      sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
      nameOf(subject),
      key.export({ type: 'spki', format: 'der' }),
      der(0xa3, sequence(extensions)),
    );
    const signature = der(0x03, Buffer.from([0]), sign('sha256', content, own.privateKey));
    const base64 = sequence(content, ECDSA_WITH_SHA256, signature).toString('base64');
    return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
  };
  return {
    certificate: issue(name, own.publicKey, isAuthority),
    certify(...hosts) {
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = extension('551d11', sequence(...hosts.map((host) => der(0x82, Buffer.from(host)))));
      return {
        certificate: issue(hosts[0] ?? '', publicKey, names),
        key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

const DAY_MS = 86_400_000;

/** A tag, the length of what follows, and that. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function identifier(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

const ECDSA_WITH_SHA256 = sequence(identifier('2a8648ce3d040302'));

/** With nothing but a common name. */
function nameOf(commonName: string): Buffer {
  return sequence(der(0x31, sequence(identifier('550403'), der(0x0c, Buffer.from(commonName)))));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(identifier(id), der(0x04, value));
}

/** To the second, without the century. */
function time(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().replaceAll(/\D/g, '').slice(2, 14)}Z`));
}
