import type { Socket } from '../bridge/socket.ts';
import type { Clock } from '../clock.ts';
import type { ErrorReport } from '../errors.ts';
import type { Database } from '../jobs/database.ts';
import type { Transport } from '../printers/transport.ts';
import type { PipeLimits } from '../printers/transports/pipe-messages.ts';
import type { StationWorld } from './paper-station.ts';
import type { SerialPorts } from './serial-ports.ts';

/** What the engine needs of its realm. */
export interface PapertabWorld {
  readonly clock: Clock;
  readonly database: Database;
  /** Server to use while the user has chosen none. */
  readonly defaultServer: string;
  /** From 0 to 1. */
  random(): number;
  /** Whether the browser takes itself to have a network. */
  isOnline(): boolean;
  openSocket(address: string): Socket;
  investigate(address: string): Promise<ErrorReport>;
  /** The engine's end of a pipe that the page has opened to a printer. */
  openPipe(port: MessagePort, limits: PipeLimits): Promise<Transport>;
  readonly loadDriver: StationWorld['loadDriver'];
  /** Opens serial ports in this worker. */
  readonly openSerial: SerialPorts['open'];
  /** What the browser estimates of the site's storage. Absent in some browsers. */
  readonly storage: Pick<StorageManager, 'estimate'> | undefined;
  /** Why it takes the place of another one, where that is worth a word. */
  readonly because?: ErrorReport;
  /** Aborted when it is not to begin any more. */
  readonly signal?: AbortSignal;
  /** Ends this Papertab and starts another one on the same database: everything that is kept may have changed. */
  restart(): void;
  /** Ends the whole worker, with everything that it has open; the page begins another. */
  giveUp(): void;
}
