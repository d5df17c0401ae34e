import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PapertabBench, type RunningPapertab } from '../../test/support/papertab-bench.ts';
import { until } from '../../test/support/until.ts';
import { PapertabError } from '../errors.ts';
import { createBitmap } from '../imaging/bitmap.ts';
import { openDatabase } from '../jobs/database.ts';

let bench: PapertabBench;
let papertab: RunningPapertab;

beforeEach(async () => {
  bench = new PapertabBench();
  papertab = await bench.start();
});

afterEach(() => bench.stop());

describe('a paper printer', () => {
  const draft = {
    name: ' My Paperang ',
    model: 'paperang-p2',
    link: { transport: 'bluetooth', device: 'abc' },
  } as const;

  it('is added, asked of the page, and takes over from the screen', async () => {
    const id = await papertab.addPaperPrinter(draft);
    expect(bench.state().paperPrinters.map((paper) => [paper.id, paper.name, paper.headWidth, paper.state])).toEqual([
      [id, 'My Paperang', 576, 'connecting'],
      ['screen', '', 384, 'ready'],
    ]);
    expect(bench.printer().paperPrinter).toBe(id);
    const reach = bench.events.find((event) => event.type === 'reach');
    expect(reach).toMatchObject({ paperPrinter: id, link: draft.link });
  });

  it('is tried again when what its connection takes cannot be loaded', async () => {
    const id = await papertab.addPaperPrinter(draft);
    bench.openPipe = async () => {
      throw new PapertabError('part-missing');
    };
    const { port1 } = new MessageChannel();
    const attached = Promise.resolve(
      papertab.attach(id, port1, { chunkBytes: 20, confirm: true, flow: { kind: 'held-back' } }),
    );
    await expect(attached).rejects.toMatchObject({ code: 'part-missing' });
    expect(bench.state().paperPrinters[0]).toMatchObject({ id, needs: { code: 'part-missing' } });
    const asked = (): number => bench.events.filter(({ type }) => type === 'reach').length;
    expect(asked()).toBe(1);
    await bench.clock.advance(2_000);
    expect(asked()).toBe(2);
  });

  it('is there again for the next engine, with its settings', async () => {
    const id = await papertab.addPaperPrinter({ ...draft, settings: { density: 95 } });
    await papertab.configurePaperPrinter(id, { name: 'Desk', settings: { extraFeed: 40 } });
    papertab.stop();
    bench.events.length = 0;
    papertab = await bench.start();
    expect(bench.state().paperPrinters[0]).toMatchObject({
      id,
      name: 'Desk',
      settings: { density: 95, extraFeed: 40 },
    });
    expect(bench.printer().paperPrinter).toBe(id);
  });

  it('is one and the same when its device is chosen again', async () => {
    const id = await papertab.addPaperPrinter({ ...draft, settings: { density: 95 } });
    expect(await papertab.addPaperPrinter({ ...draft, name: 'Again' })).toBe(id);
    expect(bench.state().paperPrinters).toHaveLength(2);
    expect(bench.state().paperPrinters[0]).toMatchObject({ name: 'My Paperang', settings: { density: 95 } });
  });

  it('cannot be set to what no printer has', async () => {
    const id = await papertab.addPaperPrinter(draft);
    for (const settings of [{ headWidth: 12 }, { density: 101 }, { baudRate: 1e9 }, { extraFeed: -1 }]) {
      await expect(papertab.configurePaperPrinter(id, { settings })).rejects.toMatchObject({ code: 'printer-setting' });
    }
    await expect(papertab.configurePaperPrinter('nobody', {})).rejects.toMatchObject({ code: 'printer-unknown' });
  });

  it('keeps its jobs while it is away, says so, and gives them to the screen when it is forgotten', async () => {
    const id = await papertab.addPaperPrinter(draft);
    const job = await papertab.print(createBitmap(576, 8), { source: 'note' });
    expect(job.paperPrinter).toBe(id);
    papertab.unreachable(id, { code: 'printer-tap' });
    await until(async () => (await papertab.jobs({ limit: 1 }))[0]?.error?.code === 'printer-tap', 'what it needs');
    expect(bench.state().paperPrinters[0]).toMatchObject({ state: 'away', needs: { code: 'printer-tap' } });

    await papertab.forgetPaperPrinter(id);
    expect(bench.events.some((event) => event.type === 'let-go' && event.paperPrinter === id)).toBe(true);
    expect(bench.state().paperPrinters.map((paper) => paper.id)).toEqual(['screen']);
    expect(bench.printer().paperPrinter).toBe('screen');
    await bench.until(async () => {
      await bench.clock.advance(1_000);
      expect((await papertab.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  it('lets what waits for it move to the screen', async () => {
    const id = await papertab.addPaperPrinter(draft);
    await papertab.print(createBitmap(576, 8), { source: 'note' });
    papertab.unreachable(id, { code: 'printer-away' });
    await papertab.moveJobs(id, 'screen');
    expect(bench.printer().paperPrinter).toBe(id);
    await bench.until(async () => {
      await bench.clock.advance(1_000);
      expect((await papertab.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  describe('that is forgotten on a full disk', () => {
    const put = IDBObjectStore.prototype.put;
    let isFull: boolean;

    beforeEach(() => {
      isFull = true;
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
        if (isFull && this.name === 'jobs') throw new DOMException('full', 'QuotaExceededError');
        return put.apply(this, args);
      });
    });

    afterEach(() => void vi.restoreAllMocks());

    it('stays as it was, with its jobs, and goes on', async () => {
      isFull = false;
      const id = await papertab.addPaperPrinter(draft);
      const waiting = await papertab.print(createBitmap(576, 8), { source: 'note' });
      isFull = true;
      await expect(papertab.forgetPaperPrinter(id)).rejects.toMatchObject({ code: 'storage-full' });
      expect(bench.state().paperPrinters.map((paper) => paper.id)).toEqual([id, 'screen']);
      expect(bench.printer().paperPrinter).toBe(id);
      isFull = false;
      papertab.unreachable(id, { code: 'printer-tap' });
      await bench.until(async () =>
        expect((await papertab.jobs({ limit: 1 }))[0]).toMatchObject({
          paperPrinter: id,
          error: { code: 'printer-tap' },
        }),
      );
      papertab.stop();
      papertab = await bench.start();
      expect(bench.state().paperPrinters.map((paper) => paper.id)).toEqual([id, 'screen']);

      await papertab.forgetPaperPrinter(id);
      await bench.printed(1);
      expect((await papertab.jobs({ limit: 1 }))[0]).toMatchObject({ id: waiting.id, paperPrinter: 'screen' });
    });

    it('is gone, and its jobs are printed, where the oldest prints can make room', async () => {
      isFull = false;
      await papertab.print(createBitmap(384, 8), { source: 'note' });
      await bench.printed(1);
      const id = await papertab.addPaperPrinter(draft);
      const waiting = await papertab.print(createBitmap(576, 8), { source: 'note' });
      const remove = IDBObjectStore.prototype.delete;
      vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
        if (this.name === 'pictures') isFull = false;
        return remove.call(this, key);
      });
      isFull = true;
      await papertab.forgetPaperPrinter(id);
      await bench.until(async () =>
        expect(await papertab.jobs({ limit: 9 })).toMatchObject([
          { id: waiting.id, paperPrinter: 'screen', state: 'printed' },
        ]),
      );
    });
  });

  it('leaves nothing behind that is stored for it in the moment in which it is forgotten', async () => {
    const id = await papertab.addPaperPrinter(draft);
    const note = papertab.print(createBitmap(576, 8), { source: 'note' });
    await papertab.forgetPaperPrinter(id);
    await note;
    await bench.until(async () => {
      await bench.clock.advance(1_000);
      expect((await papertab.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  it('finds its jobs a new place when it is gone without a word', async () => {
    const id = await papertab.addPaperPrinter(draft);
    await papertab.print(createBitmap(576, 8), { source: 'note' });
    papertab.stop();
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    await database.delete('paper-printers', id);
    database.close();
    const next = await bench.start();
    expect(bench.printer().paperPrinter).toBe('screen');
    await bench.until(async () => {
      await bench.clock.advance(1_000);
      expect((await next.jobs({ limit: 1 }))[0]).toMatchObject({ paperPrinter: 'screen', state: 'printed' });
    });
  });

  it('that is gone without a word leaves each job to the paper that its Little Printer has now', async () => {
    const gone = await papertab.addPaperPrinter(draft);
    const other = await papertab.addPaperPrinter({ ...draft, link: { transport: 'bluetooth', device: 'def' } });
    // Else which of the two is the first would be left to chance.
    await bench.clock.advance(1_000);
    const hall = await papertab.addLittlePrinter('Hall');
    await papertab.usePaperPrinter(bench.printer().deviceAddress, 'screen');
    await papertab.usePaperPrinter(hall, gone);
    const socket = bench.open();
    bench.deliver(socket, { id: 1, to: hall });
    bench.deliver(socket, { id: 2, to: hall, command: 'set_delivery' });
    await papertab.print(createBitmap(576, 8), { source: 'note', paperPrinter: gone });
    await bench.until(async () => expect(await bench.jobs()).toHaveLength(3));
    papertab.stop();
    const database = await openDatabase({ superseded: () => {}, terminated: () => {} });
    await database.delete('paper-printers', gone);
    const kept = (await database.get('little-printers', hall)) as object;
    await database.put('little-printers', { ...kept, paperPrinter: other }, hall);
    database.close();

    papertab = await bench.start();
    papertab.unreachable(other, { code: 'printer-away' });
    await bench.until(async () => {
      const jobs = await bench.jobs();
      const stand = jobs.map(({ origin, state, paperPrinter }) => `${origin.kind} ${state} ${paperPrinter}`).sort();
      expect(stand).toEqual([`delivery held ${other}`, `delivery needs-you ${other}`, 'local printed screen']);
    });
  });
});
