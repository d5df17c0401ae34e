/** Words of the history. */
export const historyWords = {
  heading: 'History',
  lead: 'Everything that was sent here or made here, kept in this browser.',
  filter: 'Show',
  all: 'Everything',
  madeHere: 'Made here',
  none: 'Nothing of that among these.',
  empty: 'Nothing here yet. What is printed is kept here, with its picture.',
  emptyAction: 'Write a note',
  more: 'Show older',
  end: 'That is all there is.',
  unanswered:
    'The connection ended while its arrival was being confirmed, so its sender may read that it timed out. It was received all the same.',
  list: 'Prints, newest first',
} as const;
