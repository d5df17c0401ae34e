import { cleanup, configure, render } from '@testing-library/preact';
import { afterEach, beforeEach, vi } from 'vitest';
import type { EngineState } from '../../engine/api.ts';
import type { Job } from '../../jobs/job.ts';
import { App } from '../app.tsx';
import { createModel, type Model } from '../model.ts';
import { FakeEngine, someState } from './fake-engine.ts';
import { FakePlatform } from './fake-platform.ts';

/** What a test meets first of a part that is fetched when it is shown has to be compiled before: that may take seconds. */
configure({ asyncUtilTimeout: 5_000 });

export interface Mounted {
  readonly fake: FakeEngine;
  readonly platform: FakePlatform;
  readonly model: Model;
}

interface MountOptions {
  readonly state?: EngineState;
  readonly jobs?: readonly Job[];
  readonly hash?: string;
  readonly pageUrl?: string;
}

/** What happy-dom has no layout for: an element's width, and what comes into view. */
export function pretendLayout(): void {
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(700);
    location.hash = '';
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });
}

/** The whole page around an engine of ours, in a state in which all is well unless another is given. */
export async function mountApp({
  state = someState(),
  jobs = [],
  hash = '',
  pageUrl,
}: MountOptions = {}): Promise<Mounted> {
  const fake = new FakeEngine();
  const platform = new FakePlatform();
  if (pageUrl) platform.pageUrl = pageUrl;
  fake.stored = [...jobs];
  if (hash) location.hash = hash;
  const model = createModel(fake.engine, platform, hash);
  fake.listener = (event) => model.hear(event);
  render(<App model={model} />);
  fake.say(state);
  await vi.waitFor(() => {
    if (state.phase === 'running' && model.hasOlder.value === undefined) throw new Error('not yet');
  });
  return { fake, platform, model };
}
