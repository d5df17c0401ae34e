import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseClaimCode } from './claim-code.ts';
import { completeIdentity, createBridgeAddress, createIdentity, isDeviceAddress } from './identity.ts';

/** Bytes that count up from `first`, over all calls. */
function counting(first: number): (bytes: Uint8Array) => void {
  let next = first;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = next++;
  };
}

afterEach(() => vi.unstubAllGlobals());

describe('a new Little Printer', () => {
  it('is made of random bytes, address and secret', async () => {
    const identity = await createIdentity(counting(1));
    expect(identity.deviceAddress).toBe('0102030405060708');
    expect(identity.secret).toBe('090a0b0c0d');
    expect(identity).toEqual(await completeIdentity('0102030405060708', '090a0b0c0d'));
  });

  it('has a claim code that belongs to it', async () => {
    const identity = await createIdentity();
    const { hardwareXor, secret } = parseClaimCode(identity.claimCode);
    expect([hardwareXor, secret]).toEqual([identity.hardwareXor, identity.secret]);
  });

  it('is another one each time', async () => {
    const [one, other] = [await createIdentity(), await createIdentity()];
    expect(one.deviceAddress).not.toBe(other.deviceAddress);
    expect(one.secret).not.toBe(other.secret);
  });

  it('cannot be where WebCrypto is missing, and says so', async () => {
    vi.stubGlobal('crypto', {});
    await expect(createIdentity(counting(1))).rejects.toMatchObject({
      code: 'engine-unsupported',
      detail: 'crypto.subtle',
    });
  });
});

it.each([
  ['000d6f000273ce0b', true],
  ['000D6F000273CE0B', false],
  ['000d6f000273ce0', false],
  ['000d6f000273ce0b0', false],
  ['000d6f000273ce0g', false],
  ['000d6f000273ce0b\n', false],
  ['', false],
])('%j is a device address: %s', (text, is) => expect(isDeviceAddress(text)).toBe(is));

it('refuses to complete what is no address or no secret', async () => {
  await expect(completeIdentity('000D6F000273CE0B', '0000000000')).rejects.toMatchObject({
    code: 'printer-file-address',
  });
  await expect(completeIdentity('000d6f000273ce0b', '1')).rejects.toMatchObject({ code: 'printer-file-secret' });
});

it('makes bridge addresses of the same form', () => {
  expect(createBridgeAddress(counting(0xf0))).toBe('f0f1f2f3f4f5f6f7');
  expect(isDeviceAddress(createBridgeAddress())).toBe(true);
});
