import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const OID_ECDSA_SHA256 = '2a8648ce3d040302';
const OID_COMMON_NAME = '550403';
const OID_SUBJECT_ALT_NAME = '551d11';
const HOST = '127.0.0.1';

/** Creates a self-signed key and certificate for 127.0.0.1, so that the repository contains no key. */
export function selfSignedCertificate(nowMs = Date.now()): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(der(0x06, hex(OID_ECDSA_SHA256)));
  const name = sequence(der(0x31, sequence(der(0x06, hex(OID_COMMON_NAME)), der(0x0c, Buffer.from(HOST)))));
  const dayMs = 86_400_000;
  const alternativeName = sequence(der(0x87, Buffer.from(HOST.split('.').map(Number))));
  const extensions = sequence(sequence(der(0x06, hex(OID_SUBJECT_ALT_NAME)), der(0x04, alternativeName)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // Starts with 1, so that the number is positive.
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    name,
    sequence(time(nowMs - dayMs), time(nowMs + 30 * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const cert = sequence(body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${cert}\n-----END CERTIFICATE-----\n`,
  };
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 0x80 ? [length] : long)]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function time(ms: number): Buffer {
  return der(0x18, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
