/** What is said where the printer runs in another tab. */
export const moveWords = {
  banner: 'The printer runs in another tab.',
  move: 'Move the printer here',
  moving: 'Moving it here…',
  wait: 'The other tab is asked to let go. This takes up to five seconds.',
  moved: 'The printer runs in this tab now.',
  tap: 'Your Bluetooth printer asks for one tap after that.',
  connectFirst:
    'Printers are connected in the tab that the printer runs in, and that is another one. Move it here first.',
} as const;
