import type { Job } from '../jobs/job.ts';
import { fileStamp } from './format.ts';
import type { Model } from './model.ts';
import { words } from './words.ts';

/** Prints a job's picture once more, as it was or with black and white exchanged. */
export async function printAgain(model: Model, job: Job, how: { inverted: boolean }): Promise<void> {
  if (await model.attempt(model.engine.reprint(job.id, how))) model.say(words.print.queued);
}

/** Saves a job's picture as it was printed, dot by dot. */
export async function savePicture(model: Model, job: Job): Promise<void> {
  const save = async (): Promise<void> => {
    const { encodePng } = await import('../imaging/png.ts');
    const png = await encodePng(await model.engine.picture(job.id));
    const name = words.print.file(fileStamp(job.createdAt));
    model.platform.saveFile(name, new Blob([png], { type: 'image/png' }));
  };
  if (await model.attempt(save())) model.say(words.print.saved);
}

/** Deletes a job that has ended, with its picture. Resolves to whether that went well. */
export async function removeJob(model: Model, job: Job): Promise<boolean> {
  const done = await model.attempt(model.engine.remove(job.id));
  if (done) model.say(words.print.removed);
  return done;
}

/** Jobs that were let go, but of which the engine has not said so yet: a second click is not about them. */
const releasing = new Set<number>();

/** Lets held deliveries go to paper, one after the other. */
export async function releaseJobs(model: Model, jobs: readonly Job[]): Promise<void> {
  const ids = jobs.map(({ id }) => id).filter((id) => !releasing.has(id));
  for (const id of ids) releasing.add(id);
  for (const id of ids) {
    await model.attempt(model.engine.release(id));
    releasing.delete(id);
  }
}

/** Little Printers whose button goes down just now: a second press in that moment is the same one. */
const pressed = new Set<string>();

/** Presses the button of a Little Printer: prints the oldest delivery that it holds, or says that there is none. */
export async function pressButton(model: Model, deviceAddress: string): Promise<void> {
  if (pressed.has(deviceAddress)) return;
  pressed.add(deviceAddress);
  await model.attempt(model.engine.pressButton(deviceAddress));
  pressed.delete(deviceAddress);
}

/** Saves the `.printer` file of a Little Printer, also of a retired one. Rejects when it cannot be made. */
export async function savePrinterFile(model: Model, deviceAddress: string): Promise<void> {
  const { name, text } = await model.engine.printerFile(deviceAddress);
  model.platform.saveFile(name, new Blob([text], { type: 'text/plain' }));
  model.say(words.print.saved);
}
