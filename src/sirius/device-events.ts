/** Codes of device events, the first number of their payload (`sirius/protocol/decoders` of the server). */
export const DEVICE_EVENTS = { heartbeat: 1, didPrint: 2, didPowerOn: 3 } as const;

/** What a Little Printer printed, as `did_print` says it. */
export const PRINT_KINDS = { delivery: 0x01, nothing: 0x10, quip: 0x11 } as const;
export type PrintKind = keyof typeof PRINT_KINDS;

/**
 * Bytes of code (2), command id (4: that of the command that brought what was printed, 0 where nobody asked) and length (4)
 * before the content of a device event.
 */
export const DEVICE_EVENT_HEADER = 10;
