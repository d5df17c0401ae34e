import { describe, expect, it } from 'vitest';
import { quiet } from '../../../test/support/until.ts';
import { bytes, connect, FF01, FF02, FF03, ff00, issc, short, WITH, write } from './testing/bluetooth-bench.ts';

const BATTERY = { uuid: short('180f'), characteristics: [{ uuid: short('2a19'), properties: { read: true } }] };
const asPlanned = ({ uuid, characteristics }: ReturnType<typeof issc>) => ({
  uuid,
  characteristics: characteristics.map((one) => ({
    uuid: one.uuid,
    properties: Object.entries(one.properties).flatMap(([name, can]) => (can ? [name] : [])),
  })),
});

describe('the services of a Bluetooth device', () => {
  it('are known from when it was connected, where nothing more is to be asked', async () => {
    const { device, transport } = await connect(ff00());
    const before = device.log.length;
    expect(await transport.services()).toEqual([
      { uuid: short('ff00'), characteristics: expect.arrayContaining([expect.objectContaining({ uuid: FF02 })]) },
    ]);
    expect((await transport.services())[0]!.characteristics.map(({ uuid }) => uuid)).toEqual(
      expect.arrayContaining([FF01, FF03]),
    );
    expect(device.log).toHaveLength(before);
  });

  it('are asked for while nothing is written, once, and hold up what is written meanwhile', async () => {
    const plan = issc(WITH);
    const { device, transport } = await connect(plan, BATTERY);
    device.onWrite = () => 'hang';
    const first = write(transport, bytes(10));
    await quiet();
    const before = device.log.length;
    const asking = transport.services();
    const second = write(transport, bytes(5));
    await quiet();
    expect(device.log.slice(before)).toEqual([]);
    device.answer();
    await first.done;
    await quiet();
    device.answer();
    device.onWrite = () => undefined;
    await second.done;
    expect(await asking).toEqual([asPlanned(plan), asPlanned(BATTERY)]);
    expect(device.log.slice(before)).toEqual(['write 5', 'characteristics']);
    const third = write(transport, bytes(1));
    expect(await transport.services()).toHaveLength(2);
    await third.done;
    expect(device.log.filter((done) => done === 'characteristics')).toHaveLength(2);
    expect(device.overlaps).toBe(0);
  });

  it('are not got in the way of by what is written while they are asked for', async () => {
    const { device, transport } = await connect(issc(WITH), BATTERY);
    const asking = transport.services();
    await write(transport, bytes(3)).done;
    expect(await asking).toHaveLength(2);
    expect(device.overlaps).toBe(0);
  });

  it('cannot be asked of a device that is gone, or that sits on a write for good', async () => {
    const gone = await connect(issc(WITH), BATTERY);
    gone.device.lose();
    await expect(gone.transport.services()).rejects.toMatchObject({ code: 'printer-lost' });

    const stuck = await connect(issc(WITH), BATTERY);
    stuck.device.onWrite = () => 'hang';
    const patience = new AbortController();
    const hanging = write(stuck.transport, bytes(3), patience.signal);
    await quiet();
    const asking = expect(stuck.transport.services()).rejects.toMatchObject({ code: 'printer-silent' });
    patience.abort();
    await asking;
    await hanging.done.catch(() => undefined);
  });
});
