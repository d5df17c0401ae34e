import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Select } from '../controls/select.tsx';
import type { JobList } from '../job-list.ts';
import { addressOf } from '../little-printers.ts';
import { useModel } from '../model-context.ts';
import { historyWords } from './words.ts';

/** Everything is shown. */
export const ALL = 'all';
/** Only what was made on this page. */
const LOCAL = 'local';

/** The jobs that a filter lets through: `ALL`, what was made here, or those of a Little Printer by its address. */
export function matching(jobs: JobList, filter: string): JobList {
  return filter === ALL ? jobs : jobs.filter((job) => (addressOf(job) ?? LOCAL) === filter);
}

/** Of which Little Printer the history is shown. */
export function HistoryFilter({ chosen }: { chosen: Signal<string> }): JSX.Element {
  const { littlePrinters } = useModel().state.value;
  const say = historyWords;
  const options = [
    { value: ALL, label: say.all },
    ...littlePrinters.map(({ deviceAddress, name }) => ({ value: deviceAddress, label: name })),
    { value: LOCAL, label: say.madeHere },
  ];
  return (
    <Select
      label={say.filter}
      value={chosen.value}
      options={options}
      onSelect={async (value) => {
        chosen.value = value;
        return true;
      }}
    />
  );
}
