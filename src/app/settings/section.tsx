import type { ComponentChildren, JSX } from 'preact';
import { useLinkedSection } from '../controls/use-linked-section.ts';
import { SECTIONS, type SectionName } from './sections.ts';

interface SectionProps {
  readonly name: SectionName;
  readonly heading: string;
  readonly children: ComponentChildren;
}

/** One section of the settings, to which a link leads. */
export function Section({ name, heading, children }: SectionProps): JSX.Element {
  const ref = useLinkedSection(SECTIONS[name]);
  return (
    <section class="card settings-section" data-section={name}>
      <h2 ref={ref} tabIndex={-1}>
        {heading}
      </h2>
      {children}
    </section>
  );
}

/** Puts the focus on the heading of a section: for when what had it is gone. */
export function focusSection(name: SectionName): void {
  document.querySelector<HTMLElement>(`[data-section="${name}"] h2`)?.focus();
}
