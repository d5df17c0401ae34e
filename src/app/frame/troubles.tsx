import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { lazy } from '../controls/lazy.tsx';
import { useModel } from '../model-context.ts';

const load = (): Promise<typeof import('./trouble-list.tsx')> => import('./trouble-list.tsx');
const TroubleList = lazy(async () => (await load()).TroubleList, 'nothing');

/** What went wrong and belongs to nothing else on the page. The place of it is always there, so that it is read out. */
export function Troubles(): JSX.Element {
  const { troubles } = useModel();
  // In some troubles nothing can be loaded any more.
  useEffect(() => void load().catch(() => undefined), []);
  return (
    <div class="troubles" role="alert">
      {troubles.value.length > 0 && <TroubleList />}
    </div>
  );
}
