/** The parts of `navigator` that put a number on the installed app's icon; many browsers lack them. */
type BadgePlatform = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;

/** Puts a number on the app's icon; with 0 it is clean. Where there is no such thing, nothing happens. */
export function createBadge(platform: BadgePlatform): (count: number) => void {
  let shown: number | undefined;
  return (count) => {
    if (count === shown) return;
    shown = count;
    // It rejects where the page is not installed, in some browsers: then there is no icon to put it on.
    const done = count > 0 ? platform.setAppBadge?.(count) : platform.clearAppBadge?.();
    done?.catch(() => undefined);
  };
}
