import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { NextStepCard } from './cards/next-step-card.tsx';
import { lazy } from './controls/lazy.tsx';
import { Places } from './frame/places.tsx';
import { Said } from './frame/said.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { Troubles } from './frame/troubles.tsx';
import type { Model } from './model.ts';
import { ModelContext } from './model-context.ts';
import { pageTitle } from './page-title.ts';
import { PaperPlace } from './paper/paper-place.tsx';
import { type Place, placeOf } from './routes.ts';
import { useImportGestures } from './use-import-gestures.ts';
import { words } from './words.ts';

const WritePlace = lazy(async () => (await import('./write/write-place.tsx')).WritePlace);
const HistoryPlace = lazy(async () => (await import('./history/history-place.tsx')).HistoryPlace);
const SettingsPlace = lazy(async () => (await import('./settings/settings-place.tsx')).SettingsPlace);
const ElsewherePage = lazy(async () => (await import('./frame/elsewhere-page.tsx')).ElsewherePage, 'nothing');
const ElsewhereBanner = lazy(async () => (await import('./frame/elsewhere-banner.tsx')).ElsewhereBanner, 'nothing');
const UpdateCard = lazy(async () => (await import('./cards/update-card.tsx')).UpdateCard, 'nothing');
const AbsenceCard = lazy(async () => (await import('./cards/absence-card.tsx')).AbsenceCard, 'nothing');
const CopiesCard = lazy(async () => (await import('./cards/copies-card.tsx')).CopiesCard, 'nothing');
const FailedPage = lazy(async () => (await import('./frame/failed-page.tsx')).FailedPage, 'nothing');
const Sheets = lazy(async () => (await import('./sheets/sheets.tsx')).Sheets);

/** The page. */
export function App({ model }: { model: Model }): JSX.Element {
  const state = model.state.value;
  const place = model.place.value;
  const apply = model.app.value.applyUpdate;
  const dropping = useImportGestures(model);
  useTitle(model);
  useGreeting(model);
  useRoute(model);

  const whole =
    state.phase === 'elsewhere' ? (
      <ElsewherePage />
    ) : state.phase === 'failed' ? (
      <FailedPage failure={state.failure ?? { code: 'unexpected' }} />
    ) : undefined;
  // Nothing lies over a page that is nothing but its message.
  const sheet = whole ? undefined : model.sheet.value;

  return (
    <ModelContext.Provider value={model}>
      <div class={`frame at-${whole ? 'whole' : place}`}>
        <TopBar whole={whole !== undefined} />
        {!whole && <Places />}
        {!whole && (
          <aside class="next-step" aria-label={words.app.nextStep}>
            {apply && <UpdateCard apply={apply} />}
            {state.absence && <AbsenceCard key={state.absence.to} absence={state.absence} />}
            {(state.copies.state === 'needs-tap' || state.copies.state === 'failed') && <CopiesCard />}
            <NextStepCard />
          </aside>
        )}
        <main class="place">
          {!sheet && <Troubles />}
          {!whole && !state.runsHere && <ElsewhereBanner />}
          {whole ?? <PlaceView place={place} />}
        </main>
      </div>
      {sheet && (
        <Sheets
          onClose={() => {
            model.sheet.value = undefined;
          }}
        />
      )}
      <Said />
      {dropping && <div class="drop-hint">{dropping === 'picture' ? words.app.dropPicture : words.app.dropHere}</div>}
      <div class="visually-hidden" aria-live="polite">
        {model.announcement.value}
      </div>
    </ModelContext.Provider>
  );
}

function PlaceView({ place }: { place: Place }): JSX.Element {
  switch (place) {
    case 'paper':
      return <PaperPlace />;
    case 'write':
      return <WritePlace />;
    case 'history':
      return <HistoryPlace />;
    case 'settings':
      return <SettingsPlace />;
  }
}

function useTitle(model: Model): void {
  const title = pageTitle(model.state.value, model.jobs.value);
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function useGreeting(model: Model): void {
  const greeted = useRef(false);
  const { phase, returning, runsHere } = model.state.value;
  useEffect(() => {
    // A tab that only shows the printer of another one would greet a second time.
    if (phase !== 'running' || returning || !runsHere || greeted.current) return;
    greeted.current = true;
    const greet = async (): Promise<void> => (await import('./first-visit.ts')).printGreeting(model);
    void model.attempt(greet());
  }, [model, phase, returning, runsHere]);
}

/** Follows the location's hash. */
function useRoute(model: Model): void {
  useEffect(() => {
    const follow = (): void => {
      const place = placeOf(location.hash);
      if (place === model.place.peek()) return;
      model.navigations.value++;
      model.place.value = place;
      scrollTo({ top: 0 });
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [model]);
}
