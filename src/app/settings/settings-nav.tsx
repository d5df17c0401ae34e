import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SECTIONS, type SectionName } from './sections.ts';
import { settingsWords } from './words.ts';

const say = settingsWords.nav;

/** How far down the window the line is, as a share of its height, that tells which section is being read. */
const LINE = 0.2;

/** The sections of the settings as links that stay in view, with the one that is being read marked. */
export function SettingsNav({ names }: { names: readonly SectionName[] }): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useCurrentSection(names);

  useEffect(() => {
    const link = list.current?.querySelector<HTMLElement>('[aria-current]');
    // Sideways alone: the page itself must not move.
    if (link && list.current) list.current.scrollLeft = link.offsetLeft - list.current.clientWidth / 3;
  }, [current]);

  return (
    <nav class="settings-nav" aria-label={say.label}>
      <ul ref={list}>
        {names.map((name) => (
          <li key={name}>
            <a
              href={SECTIONS[name]}
              aria-current={name === current ? 'true' : undefined}
              onClick={() => {
                setCurrent(name);
                // A link to where one is already says nothing by itself.
                if (location.hash === SECTIONS[name]) dispatchEvent(new Event('hashchange'));
              }}
            >
              {say.sections[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The section that is being read: the one that was asked for, until somebody scrolls. */
function useCurrentSection(names: readonly SectionName[]): [SectionName | undefined, (name: SectionName) => void] {
  const [current, setCurrent] = useState<SectionName | undefined>(
    () => names.find((name) => SECTIONS[name] === location.hash) ?? names[0],
  );
  const follows = useRef(false);
  useEffect(() => {
    const release = (): void => {
      follows.current = true;
    };
    const look = (): void => {
      if (follows.current) setCurrent((before) => sectionInView(names) ?? before);
    };
    const hands = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const hand of hands) addEventListener(hand, release, { passive: true });
    addEventListener('scroll', look, { passive: true });
    return () => {
      for (const hand of hands) removeEventListener(hand, release);
      removeEventListener('scroll', look);
    };
  }, [names]);
  return [
    current,
    (name) => {
      follows.current = false;
      setCurrent(name);
    },
  ];
}

/** The last section that begins above a line, which sinks to the foot of the window at the end of the page. */
function sectionInView(names: readonly SectionName[]): SectionName | undefined {
  const { scrollHeight, clientHeight } = document.documentElement;
  const way = Math.max(1, scrollHeight - clientHeight);
  const line = clientHeight * (LINE + (1 - LINE) * Math.min(1, scrollY / way) ** 4);
  return names.findLast((name) => {
    const section = document.querySelector(`[data-section="${name}"]`);
    return section !== null && section.getBoundingClientRect().top <= line;
  });
}
