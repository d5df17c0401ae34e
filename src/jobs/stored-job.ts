import * as v from 'valibot';
import type { ErrorCode } from '../errors.ts';
import type { Job } from './job.ts';

const time = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const originSchema = v.variant('kind', [
  v.object({
    kind: v.literal('delivery'),
    littlePrinter: v.string(),
    printId: count,
    server: v.exactOptional(v.string()),
    face: v.boolean(),
  }),
  v.object({
    kind: v.literal('button'),
    littlePrinter: v.string(),
    printId: count,
    shows: v.picklist(['nothing-to-print', 'quip', 'cannot-see-bridge', 'cannot-see-internet']),
  }),
  v.object({
    kind: v.literal('local'),
    source: v.picklist(['greeting', 'note', 'picture', 'test', 'reprint', 'inverted-reprint']),
    of: v.exactOptional(count),
    title: v.exactOptional(v.string()),
  }),
]);

export const jobSchema = v.object({
  paperPrinter: v.string(),
  origin: originSchema,
  state: v.picklist(['held', 'waiting', 'printing', 'needs-you', 'printed', 'failed', 'cancelled']),
  createdAt: time,
  changedAt: time,
  width: count,
  height: count,
  // Absent from what earlier releases stored.
  faceRows: v.optional(count, 0),
  bytes: v.optional(count, 0),
  blackShare: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  interruptions: count,
  begun: v.optional(v.boolean(), false),
  // Earlier releases did not keep it.
  answered: v.optional(v.boolean(), true),
  report: v.picklist(['none', 'due', 'sent']),
  error: v.exactOptional(
    v.object({
      // A code of a later release has no words here; the interface falls back to those of `unexpected`.
      code: v.custom<ErrorCode>((code) => typeof code === 'string'),
      detail: v.exactOptional(v.string()),
    }),
  ),
});

/** A job as it lies in the database, under its id. */
export type StoredJob = Omit<Job, 'id'>;

/**
 * Reads a job record. A damaged one becomes a failed job without a picture, so that the user sees it and can delete it.
 */
export function readJob(id: number, stored: unknown): Job {
  const result = v.safeParse(jobSchema, stored);
  if (result.success) return { id, ...result.output };
  return {
    id,
    paperPrinter: '',
    origin: { kind: 'local', source: 'note' },
    state: 'failed',
    createdAt: 0,
    changedAt: 0,
    width: 0,
    height: 0,
    faceRows: 0,
    bytes: 0,
    blackShare: 0,
    interruptions: 0,
    begun: false,
    answered: true,
    report: 'none',
    error: { code: 'job-picture', detail: 'damaged record' },
  };
}
