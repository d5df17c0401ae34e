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
/** The present server, and the time. */
let server: string;
let now: number;
/** Reports that were stored, by the number of the job. */
let stored: [number, Job['report']][];

beforeEach(() => {
  due = [];
  sent = [];
  connected = true;
  proves = true;
  takes = true;
  server = 'wss://a.example/';
  now = 1;
  stored = [];
  const store = {
    unreported: async () => [...due],
    change: async (id: number, _states: unknown, { report }: { report: Job['report'] }) => {
      await quiet();
      if (!takes) throw new PapertabError('storage-full');
      stored.push([id, report]);
      due = due.filter((job) => job.id !== id);
      return { ...printed(id), report: 'sent' };
    },
  } as unknown as JobStore;
  reports = new PrintReports({
    store,
    now: () => now,
    server: () => server,
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

  describe('of what another server sent', () => {
    const DAY_MS = 24 * 3_600_000;
    const sentBy = (from: string, id: number): Job => {
      const job = printed(id);
      if (job.origin.kind !== 'delivery') throw new Error(job.origin.kind);
      return { ...job, origin: { ...job.origin, server: from } };
    };

    it('wait until that is the server again, and go to no other', async () => {
      due = [sentBy('wss://a.example/', 1), sentBy('wss://b.example/', 2), printed(3)];
      await reports.reportAll();
      await quiet();
      expect(sent).toEqual([1, 3]);
      now += 29 * DAY_MS;
      server = 'wss://b.example/';
      reports.socketChanged();
      await reports.reportAll();
      await quiet();
      expect(sent).toEqual([1, 3, 2]);
    });

    it('are due no more when nobody has gone back to it for a month', async () => {
      due = [sentBy('wss://b.example/', 2)];
      now += 31 * DAY_MS;
      await reports.reportAll();
      await quiet();
      expect([sent, stored]).toEqual([[], [[2, 'none']]]);
    });
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
