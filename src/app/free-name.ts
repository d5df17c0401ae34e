/** A name that is usual, with a number behind it where others are called so already: two of one name look alike. */
export function freeName(usual: string, taken: readonly { readonly name: string }[]): string {
  const names = new Set(taken.map(({ name }) => name));
  let free = usual;
  for (let number = 2; names.has(free); number++) free = `${usual} ${number}`;
  return free;
}
