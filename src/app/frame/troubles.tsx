import type { JSX } from 'preact';
import { lazy } from '../controls/lazy.tsx';
import { useModel } from '../model-context.ts';

const TroubleList = lazy(async () => (await import('./trouble-list.tsx')).TroubleList, 'nothing');

/** What went wrong and belongs to nothing else on the page. The place of it is always there, so that it is read out. */
export function Troubles(): JSX.Element {
  const { troubles } = useModel();
  return (
    <div class="troubles" role="alert">
      {troubles.value.length > 0 && <TroubleList />}
    </div>
  );
}
