/** Chromium's offer to install the page, which no standard types yet. */
interface BeforeInstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

function isInstallPrompt(event: Event): event is BeforeInstallPromptEvent {
  return 'prompt' in event && typeof event.prompt === 'function';
}

/**
 * Keeps the browser's install prompt back until the user asks for it.
 *
 * @param onChange called with what shows the prompt when there is one to show, with undefined when there no longer is
 */
export function watchInstall(
  window: Pick<Window, 'addEventListener'>,
  onChange: (install: (() => void) | undefined) => void,
): void {
  window.addEventListener('beforeinstallprompt', (event: Event) => {
    if (!isInstallPrompt(event)) return;
    event.preventDefault();
    // A prompt can be shown once; when it is declined the browser makes another one some day.
    onChange(() => {
      onChange(undefined);
      void event.prompt();
    });
  });
  window.addEventListener('appinstalled', () => onChange(undefined));
}
