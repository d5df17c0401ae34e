import type { PapertabError } from '../errors.ts';
import type { Job } from '../jobs/job.ts';

/** What the parts of the engine tell those who watch it. */
export interface News {
  /** A job is new, or stands otherwise. */
  readonly changed: (job: Job) => void;
  /** A job has left the history. */
  readonly removed: (id: number) => void;
  /** Something of the whole state, of which jobs are no part, is other than it was. */
  readonly stateChanged: () => void;
  /** Something has failed that the user should know and that belongs to no job. */
  readonly trouble: (error: PapertabError) => void;
}
