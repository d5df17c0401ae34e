/** Whether its keyboard has a command key. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}
