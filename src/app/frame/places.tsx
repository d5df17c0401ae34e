import type { JSX } from 'preact';
import { Icon } from '../controls/icon.tsx';
import { useModel } from '../model-context.ts';
import { hrefOf, PLACES } from '../routes.ts';
import { words } from '../words.ts';

/** The four places: a bar at the foot of a phone, a rail at the side of anything wider. */
export function Places(): JSX.Element {
  const { place } = useModel();
  return (
    <nav class="places" aria-label={words.app.places}>
      {PLACES.map((name) => (
        <a key={name} class="place-link" href={hrefOf(name)} aria-current={place.value === name ? 'page' : undefined}>
          <Icon name={name} />
          <span>{words.places[name]}</span>
        </a>
      ))}
    </nav>
  );
}
