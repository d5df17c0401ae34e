import { PapertabError, toPapertabError, toReport } from '../../errors.ts';
import { type PageTransport, type ServedPipe, servePipe } from '../../printers/transports/pipe-server.ts';
import type { ConnectorEngine } from './connector-world.ts';

/** How to connect one paper printer. Rejects with a `PapertabError`, or the signal's reason when it is given up. */
export type OpenForPage = (signal: AbortSignal) => Promise<PageTransport>;

interface Connection {
  readonly attempt: AbortController;
  transport?: PageTransport;
  served?: ServedPipe;
}

/** The connections that the page holds for the engine: at most one to a paper printer, made or in the making. */
export class Connections {
  readonly #engine: ConnectorEngine;
  readonly #current = new Map<string, Connection>();

  constructor(engine: ConnectorEngine) {
    this.#engine = engine;
  }

  /**
   * Connects a paper printer and hands it to the engine, or tells it why not. What there was of it before is given up
   * first.
   */
  begin(paperPrinter: string, open: OpenForPage): void {
    this.end(paperPrinter);
    const connection: Connection = { attempt: new AbortController() };
    this.#current.set(paperPrinter, connection);
    void this.#connect(paperPrinter, connection, open);
  }

  /** What is connected for a paper printer now, if anything is. */
  transportOf(paperPrinter: string): PageTransport | undefined {
    return this.#current.get(paperPrinter)?.transport;
  }

  /** Ends the connection to a paper printer, or the attempt at one, at once. */
  end(paperPrinter: string): void {
    const connection = this.#current.get(paperPrinter);
    this.#current.delete(paperPrinter);
    connection?.attempt.abort(new PapertabError('printer-away', 'given up'));
    connection?.served?.drop();
  }

  /** Ends all of them: there is nobody any more to use them. */
  endAll(): void {
    for (const paperPrinter of [...this.#current.keys()]) this.end(paperPrinter);
  }

  async #connect(paperPrinter: string, connection: Connection, open: OpenForPage): Promise<void> {
    const { signal } = connection.attempt;
    let transport: PageTransport;
    try {
      transport = await open(signal);
    } catch (thrown) {
      if (signal.aborted) return;
      this.#current.delete(paperPrinter);
      // An engine that has died meanwhile asks anew when it is back.
      await this.#engine.unreachable(paperPrinter, toReport(toPapertabError(thrown, 'printer-away'))).catch(() => {});
      return;
    }
    if (signal.aborted) {
      transport.drop();
      return;
    }
    const { port1, port2 } = new MessageChannel();
    connection.transport = transport;
    connection.served = servePipe(port1, transport);
    void connection.served.ended.then(() => {
      if (this.#current.get(paperPrinter) === connection) this.#current.delete(paperPrinter);
    });
    await this.#engine.attach(paperPrinter, port2, transport.limits).catch(() => connection.served?.drop());
  }
}
