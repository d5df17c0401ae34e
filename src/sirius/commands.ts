/** The device commands that bring pictures, by the server's name for them (`sirius/protocol/messages`). */
export const COMMANDS = {
  set_delivery_and_print: 0x0001,
  set_delivery: 0x0002,
  set_delivery_and_print_no_face: 0x0011,
  set_delivery_no_face: 0x0012,
  set_personality: 0x0102,
  set_personality_with_message: 0x0101,
  set_quip: 0x0202,
} as const;

export type CommandName = keyof typeof COMMANDS;

/** The firmware update, which is refused. */
export const FIRMWARE_COMMAND = 0xf000;

const NAMES: ReadonlyMap<number, CommandName> = new Map(
  Object.entries(COMMANDS).map(([name, number]) => [number, name as CommandName]),
);

/** The name of a command number, `undefined` for one that is none of the seven. */
export function commandName(command: number): CommandName | undefined {
  return NAMES.get(command);
}

/** How many pictures a command brings. */
export function pictureCount(command: CommandName): number {
  switch (command) {
    case 'set_personality':
      return 4;
    case 'set_personality_with_message':
      return 5;
    case 'set_quip':
      return 3;
    default:
      return 1;
  }
}
