import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConnectingWait } from './connecting-wait.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('speaks of a few seconds for no longer than that, and then of what to look at', () => {
  render(<ConnectingWait link={{ transport: 'bluetooth', device: 'device-1' }} />);
  act(() => void vi.advanceTimersByTime(9_000));
  expect(screen.getByRole('status').textContent).toBe('This takes a few seconds.');
  expect(screen.queryByRole('group')).toBeNull();
  act(() => void vi.advanceTimersByTime(1_000));
  expect(screen.getByRole('status').textContent).toContain('longer than usual');
  const checks = screen.getByText('What to look at').closest('details');
  expect(checks?.open).toBe(false);
  expect(checks?.textContent).toContain('Is it on, and charged?');
});
