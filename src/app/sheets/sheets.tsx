import '../styles/sheets.css';
import type { JSX } from 'preact';
import { lazy } from '../controls/lazy.tsx';
import { useModel } from '../model-context.ts';
import { ImportSheet } from './import-sheet.tsx';
import { PrintSheet } from './print-sheet.tsx';
import { PrinterSheet } from './printer-sheet.tsx';
import { ServerSheet } from './server-sheet.tsx';

const ConnectSheet = lazy(async () => (await import('../printers/connect/connect-sheet.tsx')).ConnectSheet);
const BackupSheet = lazy(async () => (await import('./backup-sheet.tsx')).BackupSheet);
const RestoreSheet = lazy(async () => (await import('./restore-sheet.tsx')).RestoreSheet);
const WhichSheet = lazy(async () => (await import('../printers/which-sheet.tsx')).WhichSheet);

/** Whatever lies over the page now. */
export function Sheets(_: { onClose: () => void }): JSX.Element | null {
  const model = useModel();
  const view = model.sheet.value;
  const close = (): void => {
    // A sheet that was replaced by another must not close that.
    if (model.sheet.peek() === view) model.sheet.value = undefined;
  };
  switch (view?.kind) {
    case 'server':
      return <ServerSheet onClose={close} />;
    case 'printer':
      return <PrinterSheet onClose={close} />;
    case 'print':
      return <PrintSheet key={view.id} id={view.id} onClose={close} />;
    case 'connect':
      return <ConnectSheet key={view.printer} {...view} onClose={close} />;
    case 'which':
      return <WhichSheet key={view.printer} printer={view.printer} onClose={close} />;
    case 'import':
      return <ImportSheet view={view} onClose={close} />;
    case 'backup':
      return <BackupSheet onClose={close} />;
    case 'restore':
      return <RestoreSheet file={view.file} onClose={close} />;
    default:
      return null;
  }
}
