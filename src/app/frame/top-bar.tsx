import type { JSX } from 'preact';
import { useModel } from '../model-context.ts';
import { hrefOf } from '../routes.ts';
import { printerChip, serverChip } from '../status.ts';
import { words } from '../words.ts';
import { Chip } from './chip.tsx';
import { Logo } from './logo.tsx';

/** Who this is, and how server and printer stand; in full behind it, unless the page is the `whole` of a message. */
export function TopBar({ whole }: { whole: boolean }): JSX.Element {
  const model = useModel();
  const state = model.state.value;
  const opens = (kind: 'server' | 'printer'): (() => void) | undefined =>
    whole
      ? undefined
      : () => {
          model.sheet.value = { kind };
        };
  return (
    <header class="top-bar">
      <a class="brand" href={hrefOf('paper')} aria-label={words.app.name}>
        <Logo />
        <span class="brand-name">{words.app.name}</span>
      </a>
      <div class="chips">
        <Chip what={words.chips.server} view={serverChip(state)} onOpen={opens('server')} />
        <Chip
          what={words.chips.printer}
          view={printerChip(state, model.jobs.value, model.percent.value, model.littlePrinter.value)}
          onOpen={opens('printer')}
        />
      </div>
    </header>
  );
}
