import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIdentity } from '../sirius/identity.ts';
import { Printers } from './printers.ts';
import { StateStore } from './state.ts';

let folder: string;
let printers: Printers;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'papertab-printers-'));
  printers = new Printers(await StateStore.open(join(folder, 'state.json'), () => undefined), () => undefined);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a claim and its printer', () => {
  it.each(['before', 'while', 'after'])(
    'find each other when the printer phones home %s it is claimed',
    async (when) => {
      const { deviceAddress, claimCode, linkKey } = await createIdentity();
      if (when === 'before') printers.phoneHome(deviceAddress);
      const claiming = printers.claim(claimCode, 'Desk', 'Ann');
      if (when === 'while') printers.phoneHome(deviceAddress);
      const { key } = await claiming;
      if (when === 'after') printers.phoneHome(deviceAddress);
      expect(printers.byKey(key)?.deviceAddress).toBe(deviceAddress);
      expect(printers.linkKey(deviceAddress)).toBe(linkKey);
    },
  );
});
