import { act, cleanup, render } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createModel } from '../model.ts';
import { ModelContext } from '../model-context.ts';
import { FakeEngine } from '../testing/fake-engine.ts';
import { FakePlatform } from '../testing/fake-platform.ts';
import { When } from './when.tsx';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('says how long ago something was, and goes on doing so while it is looked at', () => {
  const platform = new FakePlatform();
  const { container } = render(
    <ModelContext.Provider value={createModel(new FakeEngine().engine, platform)}>
      <When at={platform.time} />
    </ModelContext.Provider>,
  );
  expect(container.textContent).toBe('just now');
  for (const [minutes, said] of [
    [1, '1 minute ago'],
    [3, '4 minutes ago'],
    [60, '1 hour ago'],
    [400, 'Nov 2023'],
  ] as const) {
    platform.time += minutes * 60_000;
    act(() => void vi.advanceTimersByTime(30_000));
    expect(container.textContent).toContain(said);
  }
  expect(vi.getTimerCount()).toBe(0);
});
