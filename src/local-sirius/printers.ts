import { randomInt } from 'node:crypto';
import { hardwareXor, parseClaimCode } from '../sirius/claim-code.ts';
import { deriveLinkKey } from '../sirius/link-key.ts';
import { type Claim, MAX_ADDRESSES, type StateStore } from './state.ts';

const KEY_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const KEY_LENGTH = 16;

/** Two printers that phoned home here have the hardware xor of the code: the server cannot tell which one is meant. */
export class TwoPrintersError extends Error {
  override readonly name = 'TwoPrintersError';
  constructor(readonly addresses: readonly string[]) {
    super(`Two printers share the hardware xor of this code: ${addresses.join(', ')}`);
  }
}

/** Who phoned home, who was claimed, and how the two are joined: over the 24 bits of the hardware xor alone. */
export class Printers {
  readonly #store: StateStore;
  readonly #log: (line: string) => void;

  constructor(store: StateStore, log: (line: string) => void) {
    this.#store = store;
    this.#log = log;
  }

  get claims(): readonly Claim[] {
    return this.#store.state.claims;
  }

  /** Records a device address, as it is written: another case is another printer. Joins a claim that waits for it. */
  phoneHome(deviceAddress: string): void {
    const { addresses, claims } = this.#store.state;
    if (addresses.includes(deviceAddress)) return;
    addresses.push(deviceAddress);
    if (addresses.length > MAX_ADDRESSES) addresses.shift();
    const xor = hardwareXor(deviceAddress);
    const others = addresses.filter((address) => address !== deviceAddress && hardwareXor(address) === xor);
    if (others.length > 0) {
      this.#log(
        `Printer ${deviceAddress} has the hardware xor of ${others.join(', ')}: neither can be claimed any more.`,
      );
    }
    const waiting = claims.find((claim) => claim.deviceAddress === null && claim.hardwareXor === xor);
    if (waiting !== undefined) waiting.deviceAddress = deviceAddress;
    this.#store.saveSoon();
  }

  /** The link key that answers a printer's request, `undefined` when it is not claimed. */
  linkKey(deviceAddress: string): string | undefined {
    return this.byAddress(deviceAddress)?.linkKey;
  }

  byAddress(deviceAddress: string): Claim | undefined {
    return this.claims.find((claim) => claim.deviceAddress === deviceAddress);
  }

  byKey(key: string): Claim | undefined {
    return this.claims.find((claim) => claim.key === key);
  }

  /**
   * Claims the printer of a code, whether or not it has phoned home. The same printer keeps its device key however
   * often it is claimed; the newest code, name and owner count.
   *
   * @param code the claim code, read as strictly as the server reads it.
   * @throws PapertabError `claim-code-length`, `claim-code-character` or `claim-code-checksum`; {@link TwoPrintersError}.
   */
  async claim(code: string, name: string, owner: string): Promise<Claim> {
    const parsed = parseClaimCode(code);
    // Before anything is looked up: a printer that phoned home during a wait would be joined neither here nor there.
    const linkKey = await deriveLinkKey(parsed.secret);
    const addresses = this.#store.state.addresses.filter((address) => hardwareXor(address) === parsed.hardwareXor);
    if (addresses.length > 1) throw new TwoPrintersError(addresses);
    const known = this.claims.find((claim) => claim.hardwareXor === parsed.hardwareXor);
    const claim: Claim = {
      claimCode: parsed.code,
      hardwareXor: parsed.hardwareXor,
      deviceAddress: addresses[0] ?? known?.deviceAddress ?? null,
      linkKey,
      key: known?.key ?? createKey(),
      name,
      owner,
    };
    const { claims } = this.#store.state;
    if (known === undefined) claims.push(claim);
    else claims[claims.indexOf(known)] = claim;
    await this.#store.save();
    return claim;
  }
}

function createKey(): string {
  return Array.from({ length: KEY_LENGTH }, () => KEY_LETTERS[randomInt(KEY_LETTERS.length)]).join('');
}
