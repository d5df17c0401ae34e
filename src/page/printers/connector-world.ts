import type { PaperPrinterView } from '../../engine/api.ts';
import type { ErrorReport } from '../../errors.ts';
import type { PipeLimits } from '../../printers/transports/pipe-messages.ts';

/** The part of `navigator.bluetooth` that is used; browsers differ in what is there. */
export interface BluetoothLike extends Pick<Bluetooth, 'requestDevice' | 'getAvailability'> {
  readonly getDevices?: Bluetooth['getDevices'];
}

/** The part of `navigator.serial` that is used. */
export type SerialLike = Pick<Serial, 'getPorts' | 'requestPort'>;

/** What the connector asks of the engine. */
export interface ConnectorEngine {
  /** `pipe` is to be transferred. */
  attach(paperPrinter: string, pipe: MessagePort, limits: PipeLimits): Promise<void>;
  unreachable(paperPrinter: string, why: ErrorReport): Promise<void>;
  reach(paperPrinter: string): Promise<void>;
}

/** The world of the connector, handed in. */
export interface ConnectorWorld {
  /** `navigator.bluetooth`, where there is one. */
  readonly bluetooth: BluetoothLike | undefined;
  /** `navigator.serial`, where there is one. */
  readonly serial: SerialLike | undefined;
  readonly isSecureContext: boolean;
  readonly userAgent: string;
  /** Whether there is a `navigator.brave`. */
  readonly isBrave: boolean;
  readonly engine: ConnectorEngine;
  /** The paper printers as the engine last told them. */
  paperPrinters(): readonly PaperPrinterView[];
}
