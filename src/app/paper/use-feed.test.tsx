import { screen, waitFor } from '@testing-library/preact';
import { describe, expect, it, vi } from 'vitest';
import { someJob } from '../testing/fake-engine.ts';
import { type Mounted, mountApp, pretendLayout } from '../testing/mount-app.tsx';

pretendLayout();

/** How much of the paper is out, in CSS pixels. */
const out = (): number => Number.parseFloat(document.querySelector<HTMLElement>('.feed-window')?.style.blockSize ?? '');

/** Frames that the page asks for in a while. */
async function framesInAWhile(): Promise<number> {
  const frames = vi.spyOn(globalThis, 'requestAnimationFrame');
  await new Promise((resolve) => setTimeout(resolve, 60));
  const count = frames.mock.calls.length;
  frames.mockRestore();
  return count;
}

async function mountPrinting(): Promise<Mounted> {
  const mounted = await mountApp({ jobs: [someJob({ id: 1, state: 'printing' })] });
  mounted.fake.emit({ type: 'progress', id: 1, rows: 100, at: mounted.platform.time });
  await screen.findByRole('progressbar');
  await waitFor(() => expect(out()).toBeGreaterThan(0));
  return mounted;
}

describe('paper that comes out', () => {
  it('asks for no frame while its print is stopped, and goes on with it', async () => {
    const { fake, platform } = await mountPrinting();
    expect(await framesInAWhile()).toBeGreaterThan(0);
    const before = out();
    fake.change(1, { state: 'needs-you', begun: true, error: { code: 'printer-paper-out' } });
    await waitFor(async () => expect(await framesInAWhile()).toBe(0));
    expect(out()).toBe(before);
    // A count may come after the word that it has stopped.
    fake.emit({ type: 'progress', id: 1, rows: 120, at: platform.time });
    await waitFor(() => expect(out()).toBeCloseTo(before * 1.2));
    fake.change(1, { state: 'printing' });
    fake.emit({ type: 'progress', id: 1, rows: 200, at: platform.time });
    await waitFor(() => expect(out()).toBeCloseTo(before * 2));
    expect(await framesInAWhile()).toBeGreaterThan(0);
  });

  it('goes on with the first count after a stop, and asks for no frame when it is out', async () => {
    const { fake, platform } = await mountPrinting();
    const before = out();
    fake.change(1, { state: 'needs-you', begun: true, error: { code: 'printer-paper-out' } });
    fake.change(1, { state: 'printing' });
    await waitFor(async () => expect(await framesInAWhile()).toBe(0));
    fake.emit({ type: 'progress', id: 1, rows: 200, at: platform.time });
    await waitFor(() => expect(out()).toBeCloseTo(before * 2));
    fake.change(1, { state: 'printed' });
    platform.time += 2_000;
    await waitFor(() => expect(out()).toBeCloseTo(before * 4));
    await waitFor(async () => expect(await framesInAWhile()).toBe(0));
  });

  it('asks for no frame before a print that is stopped at its start', async () => {
    const { fake, platform } = await mountApp({ jobs: [someJob({ id: 1, state: 'printing' })] });
    await screen.findByRole('progressbar');
    fake.change(1, { state: 'needs-you', begun: false, error: { code: 'printer-paper-out' } });
    await waitFor(async () => expect(await framesInAWhile()).toBe(0));
    fake.change(1, { state: 'printing' });
    platform.time += 500;
    await waitFor(() => expect(out()).toBeGreaterThan(0));
  });
});
