import { encodePng } from '../../src/imaging/png.ts';
import type { CommandName } from '../../src/sirius/commands.ts';
import { capturedPictures, type NamedPicture } from '../browser/printing.ts';
import type { SiriusClient } from '../browser/sirius-client.ts';
import type { Desk } from './bench.ts';
import type { Dice } from './dice.ts';
import { type Filling, numberedPicture } from './numbered-picture.ts';

/** What is handed in, and how often. */
const KINDS = [
  { kind: 'short', weight: 50 },
  { kind: 'held', weight: 8 },
  { kind: 'text', weight: 10 },
  { kind: 'noise', weight: 8 },
  { kind: 'blank', weight: 4 },
  { kind: 'tall', weight: 2 },
  { kind: 'photo', weight: 3 },
  { kind: 'html', weight: 0.5 },
  { kind: 'captured', weight: 5 },
  { kind: 'same twice', weight: 4 },
  { kind: 'quips', weight: 1 },
  { kind: 'personality', weight: 0.5 },
  { kind: 'personality with message', weight: 0.5 },
] as const;

/** The screen's paper comes out at the speed of a Little Printer's: longer pictures would hold up all the rest. */
const MOST_ROWS = { bluetooth: 2_500, serial: 2_500, screen: 800 };
/** What follows a message is printed with every later one that asks for it, so it is short. */
const FACE_ROWS = 24;

const PRINTING: readonly CommandName[] = ['set_delivery_and_print', 'set_delivery_and_print_no_face'];
const HOLDING: readonly CommandName[] = ['set_delivery', 'set_delivery_no_face'];

/** Makes up messages of every kind, and hands them in. */
export class Sender {
  /** Handed in and taken, by kind. */
  readonly taken = new Map<string, number>();
  /** Refused because the printer was off line, or the server away. */
  refused = 0;
  readonly #client: SiriusClient;
  readonly #dice: Dice;
  readonly #captured: readonly NamedPicture[];
  #number = 0;

  private constructor(client: SiriusClient, dice: Dice, captured: readonly NamedPicture[]) {
    this.#client = client;
    this.#dice = dice;
    this.#captured = captured;
  }

  static async create(client: SiriusClient, dice: Dice): Promise<Sender> {
    return new Sender(client, dice, await capturedPictures());
  }

  /** How many messages the server has taken. */
  get count(): number {
    return [...this.taken.values()].reduce((sum, one) => sum + one, 0);
  }

  /** Sends one message to a Little Printer. Returns what it was, and whether the server took it. */
  async send(desk: Desk): Promise<string> {
    const { kind } = this.#dice.weighted(KINDS);
    const statuses: number[] = [];
    try {
      for await (const { status } of this.#send(kind, desk)) statuses.push(status);
    } catch {
      // The server is being started anew.
      statuses.push(0);
    }
    const taken = statuses.filter((status) => status === 200).length;
    this.taken.set(kind, (this.taken.get(kind) ?? 0) + taken);
    this.refused += statuses.length - taken;
    return `${kind} to ${desk.name}: ${statuses.join()}`;
  }

  async *#send(kind: (typeof KINDS)[number]['kind'], desk: Desk): AsyncGenerator<{ readonly status: number }> {
    const dice = this.#dice;
    const most = MOST_ROWS[desk.name];
    const picture = (least: number, greatest: number, filling: Filling = 'lines') =>
      numberedPicture(++this.#number, dice.between(least, greatest), filling, dice);
    const print = (pictures: Parameters<SiriusClient['send']>[2], command = dice.pick(PRINTING)) =>
      this.#client.send(desk.key, command, pictures);
    const face = () => picture(FACE_ROWS, FACE_ROWS);
    switch (kind) {
      case 'short':
        yield await print([picture(8, 80)]);
        return;
      case 'held':
        yield await print([picture(8, 60)], dice.pick(HOLDING));
        return;
      case 'text':
        yield await this.#client.print(desk.key, `Message ${++this.#number}\n${'word '.repeat(dice.between(1, 30))}`);
        return;
      case 'html':
        yield await this.#client.print(desk.key, `<h1>Number ${++this.#number}</h1>`, 'text/html');
        return;
      case 'noise':
        yield await print([picture(40, 250, 'noise')]);
        return;
      case 'blank':
        yield await print([picture(8, 120, 'blank')]);
        return;
      case 'tall':
        yield await print([picture(most / 2, most)]);
        return;
      case 'photo':
        yield await this.#client.print(desk.key, await encodePng(picture(80, 160, 'noise')), 'image/png');
        return;
      case 'captured': {
        const fitting = this.#captured.filter((one) => one.picture.height <= most);
        yield await print([dice.pick(fitting).picture]);
        return;
      }
      case 'same twice': {
        const same = picture(8, 60);
        const command = dice.pick(PRINTING);
        yield await print([same], command);
        yield await print([same], command);
        return;
      }
      case 'quips':
        yield await print([face(), face(), face()], 'set_quip');
        return;
      case 'personality':
        yield await print([face(), face(), face(), face()], 'set_personality');
        return;
      case 'personality with message':
        yield await print([face(), face(), face(), face(), picture(8, 60)], 'set_personality_with_message');
        return;
    }
  }
}
