import { beforeEach, describe, expect, it } from 'vitest';
import { quiet } from '../../test/support/until.ts';
import { PapertabError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { PrintReports } from './print-reports.ts';

const printed = (id: number): Job => ({
  id,
  paperPrinter: 'screen',
  origin: { kind: 'delivery', littlePrinter: 'here', printId: id, face: false },
  state: 'printed',
  createdAt: 1,
  changedAt: 1,
  width: 384,
  height: 8,
  faceRows: 0,
  bytes: 8,
  blackShare: 0,
  interruptions: 0,
  begun: false,
  answered: true,
  report: 'due',
});

let due: Job[];
let sent: number[];
let connected: boolean;
/** Whether the server proves at once that it has a report. */
let proves: boolean;
/** Whether the database takes what changes. */
let takes: boolean;
let reports: PrintReports;

beforeEach(() => {
  due = [];
  sent = [];
  connected = true;
  proves = true;
  takes = true;
  const store = {
    unreported: async () => [...due],
    change: async (id: number) => {
      await quiet();
      if (!takes) throw new PapertabError('storage-full');
      due = due.filter((job) => job.id !== id);
      return { ...printed(id), report: 'sent' };
    },
  } as unknown as JobStore;
  reports = new PrintReports({
    store,
    isHere: () => true,
    send: (_device, printId, _kind, taken) => {
      if (connected) sent.push(printId);
      if (connected && proves) queueMicrotask(taken);
      return connected;
    },
    changed: () => {},
    trouble: () => {},
  });
});

describe('reports of prints', () => {
  it('go out once each, however often it is said that they can', async () => {
    due = [printed(1), printed(2), printed(3)];
    // As when three printers end at once while the right to speak is being made sure of.
    await Promise.all([reports.reportAll(), reports.reportAll(), reports.reportAll()]);
    reports.report(printed(2));
    await quiet();
    expect(sent).toEqual([1, 2, 3]);
  });

  it('go out again on another socket when nothing has proved that the server has them, and not before', async () => {
    due = [printed(1), printed(2)];
    proves = false;
    await reports.reportAll();
    await reports.reportAll();
    await quiet();
    expect(sent).toEqual([1, 2]);
    reports.socketChanged();
    await reports.reportAll();
    expect(sent).toEqual([1, 2, 1, 2]);
  });

  it('go out again when it could not be stored that they went', async () => {
    due = [printed(1)];
    takes = false;
    await reports.reportAll();
    await quiet();
    await quiet();
    takes = true;
    await reports.reportAll();
    expect(sent).toEqual([1, 1]);
  });

  it('wait for a connection', async () => {
    due = [printed(1)];
    connected = false;
    await reports.reportAll();
    expect(sent).toEqual([]);
    connected = true;
    await reports.reportAll();
    expect(sent).toEqual([1]);
  });
});
