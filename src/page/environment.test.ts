import { expect, it } from 'vitest';
import type { PageEvent } from '../engine/api.ts';
import { watchEnvironment } from './environment.ts';

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';
}

function setUp() {
  const window = new EventTarget();
  const document = new FakeDocument();
  const told: PageEvent[] = [];
  watchEnvironment({ window: window as Window, document: document as unknown as Document }, (event) =>
    told.push(event),
  );
  return { window, document, told };
}

it('tells how the page stands at the start, and what happens to it', () => {
  const { window, document, told } = setUp();
  window.dispatchEvent(new Event('offline'));
  window.dispatchEvent(new Event('online'));
  document.visibilityState = 'hidden';
  document.dispatchEvent(new Event('visibilitychange'));
  document.dispatchEvent(new Event('freeze'));
  document.dispatchEvent(new Event('resume'));
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  window.dispatchEvent(new Event('pagehide'));
  expect(told).toEqual(['visible', 'offline', 'online', 'hidden', 'freeze', 'resume', 'visible', 'leaving']);
});

it('takes a return from the back-forward cache for a resume, but not a first show', () => {
  const { window, told } = setUp();
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }));
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  expect(told).toEqual(['visible', 'resume']);
});
