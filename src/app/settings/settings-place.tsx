import '../styles/settings.css';
import type { JSX } from 'preact';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { words } from '../words.ts';
import { AboutSection } from './about-section.tsx';
import { AppSection } from './app-section.tsx';
import { AwakeSection, StorageSection } from './browser-sections.tsx';
import { PaperPrintersSection } from './paper-printers-section.tsx';
import { PrinterSection } from './printer-section.tsx';
import { ServerSection } from './server-section.tsx';

/** What can be set. */
export function SettingsPlace(): JSX.Element {
  return (
    <div class="settings-place">
      <PlaceHeading text={words.settings.heading} />
      <PrinterSection />
      <PaperPrintersSection />
      <ServerSection />
      <AwakeSection />
      <StorageSection />
      <AppSection />
      <AboutSection />
    </div>
  );
}
