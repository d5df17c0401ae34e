import '../styles/settings.css';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { lazy } from '../controls/lazy.tsx';
import { PlaceHeading } from '../controls/place-heading.tsx';
import { AboutSection } from './about-section.tsx';
import { BackupSection } from './backup-section.tsx';
import { HelpSection } from './help-section.tsx';
import { LittlePrintersSection } from './little-printers-section.tsx';
import { PaperPrintersSection } from './paper-printers-section.tsx';
import { LOG_PAGE, SECTIONS, type SectionName } from './sections.ts';
import { ServerSection } from './server-section.tsx';
import { SettingsNav } from './settings-nav.tsx';
import { StorageSection } from './storage-section.tsx';
import { TabSection } from './tab-section.tsx';
import { settingsWords } from './words.ts';

const LogPage = lazy(async () => (await import('../log/log-page.tsx')).LogPage);

const NAMES = Object.keys(SECTIONS) as SectionName[];

/** What can be set; the log is a page of its own in it. */
export function SettingsPlace(): JSX.Element {
  if (useHash() === LOG_PAGE) return <LogPage />;
  return (
    <div class="settings-place">
      <div class="settings-columns">
        <PlaceHeading text={settingsWords.heading} />
        <SettingsNav names={NAMES} />
        <LittlePrintersSection />
        <PaperPrintersSection />
        <ServerSection />
        <TabSection />
        <StorageSection />
        <BackupSection />
        <HelpSection />
        <AboutSection />
      </div>
    </div>
  );
}

function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    follow();
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return hash;
}
