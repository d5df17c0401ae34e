import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { words } from '../words.ts';

interface Closable {
  /** Given to what lies over the page: then so does what is said of its coming, and it can be closed. */
  readonly onClose?: () => void;
}

/**
 * A part of the page that is fetched when it is first shown. When it does not come, because the network is away or a
 * new version took its place, that is said and can be tried again.
 *
 * @param waiting `words` where the page would be empty without it; `nothing` for what comes beside other things
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  waiting: 'words' | 'nothing' = 'words',
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined;

  return function Lazy(props: Props): JSX.Element | null {
    const { onClose }: Closable = props;
    const [failed, setFailed] = useState(false);
    const [, setHere] = useState(false);
    const [round, setRound] = useState(0);

    useEffect(() => {
      if (Loaded) return;
      let stale = false;
      load().then(
        (component) => {
          Loaded = component;
          if (!stale) setHere(true);
        },
        () => {
          if (!stale) setFailed(true);
        },
      );
      return () => {
        stale = true;
      };
    }, [round]);

    if (Loaded) return <Loaded {...props} />;
    if (!failed) {
      if (waiting === 'nothing') return null;
      return (
        <p class={onClose ? 'said' : 'quiet lazy-wait'} role="status">
          {words.app.loading}
        </p>
      );
    }
    return (
      <section class={onClose ? 'card over' : 'card'}>
        <h2>{words.app.loadFailed.title}</h2>
        <p>{words.app.loadFailed.text}</p>
        <div class="button-row">
          <button
            type="button"
            class="button primary"
            onClick={() => {
              setFailed(false);
              setRound(round + 1);
            }}
          >
            {words.app.loadFailed.action}
          </button>
          {onClose && (
            <button type="button" class="button" onClick={onClose}>
              {words.app.close}
            </button>
          )}
        </div>
      </section>
    );
  };
}
