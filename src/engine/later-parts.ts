/**
 * Loads ahead all that a message, or a press of the button, may need on any paper: importing this is enough. It is itself
 * loaded right after the start of the engine, and by a tab that may take its place.
 */
import { systemClock } from '../clock.ts';
import { loadAhead } from './load-ahead.ts';

loadAhead(systemClock, [
  () => import('../imaging/faces/draw-face.ts'),
  () => import('../imaging/faces/draw-notice.ts'),
  () => import('../imaging/fit.ts'),
  () => import('./paper-station.ts'),
  () => import('../printers/transports/pipe.ts'),
  () => import('../printers/drivers/paperang.ts'),
  () => import('../printers/drivers/escpos.ts'),
  () => import('./serial-ports.ts'),
  () => import('../printers/transports/serial.ts'),
  () => import('./kept-parts.ts'),
  () => import('../jobs/tally.ts'),
  () => import('./copy-writer.ts'),
]);
