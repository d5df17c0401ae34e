import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { focusPlace } from '../controls/focus.ts';
import { Icon } from '../controls/icon.tsx';
import { Troubles } from '../frame/troubles.tsx';
import { useModel } from '../model-context.ts';
import { words } from '../words.ts';

interface SheetProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** What lies over the page until it is closed: by its button, by Escape, or by a tap beside it. */
export function Sheet({ title, wide = false, onClose, children }: SheetProps): JSX.Element {
  const model = useModel();
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();

  // Before what lies in it takes the focus: an opening dialog gives that to its first button.
  useLayoutEffect(() => {
    const dialog = ref.current;
    // The browser keeps the focus in it, and gives it back afterwards.
    if (!dialog) return;
    if (!dialog.open) dialog.showModal();
    // The keyboard has Escape; a tap beside the sheet lands on the dialog itself.
    // So does the end of a drag that began in it, of a slider or over words that are marked: that closes nothing.
    let beganInside = false;
    const press = (event: PointerEvent): void => {
      beganInside = event.target !== dialog;
    };
    const tap = (event: MouseEvent): void => {
      if (event.target === dialog && !beganInside) dialog.close();
    };
    dialog.addEventListener('pointerdown', press);
    dialog.addEventListener('click', tap);
    return () => {
      dialog.removeEventListener('pointerdown', press);
      dialog.removeEventListener('click', tap);
      dialog.close();
      // What the focus would go back to may be gone by now.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) focusPlace();
      });
    };
  }, []);

  return (
    <dialog ref={ref} class={wide ? 'sheet wide' : 'sheet'} aria-labelledby={heading} onClose={onClose}>
      <div class="sheet-body">
        <div class="sheet-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" class="icon-button" aria-label={words.app.close} onClick={() => ref.current?.close()}>
            <Icon name="close" />
          </button>
        </div>
        {/* What lies behind an open dialog is neither seen nor read out. */}
        <Troubles />
        {children}
        <div class="visually-hidden" aria-live="polite">
          {model.announcement.value}
        </div>
      </div>
    </dialog>
  );
}
