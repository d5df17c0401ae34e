import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { Pick } from '../controls/pick.tsx';
import { KERNEL_CHOICES, type Look, PLAIN } from './picture-look.ts';
import { pictureWords as say } from './picture-words.ts';
import { Slider } from './slider.tsx';

const TONES = ['brightness', 'contrast', 'middle'] as const;

/** How the picture is drawn, and its tones. Everything shows on the paper at once. */
export function PictureTools({ look }: { look: Signal<Look> }): JSX.Element {
  const { kernel, level } = look.value;
  const change = (part: Partial<Look>): void => {
    look.value = { ...look.peek(), ...part };
  };
  return (
    <div class="picture-tools">
      <Pick
        legend={say.kernel}
        values={KERNEL_CHOICES}
        labels={say.kernels}
        value={kernel}
        hint={say.kernelHints[kernel]}
        onPick={(value) => change({ kernel: value })}
      />
      {kernel === 'threshold' && (
        <Slider
          label={say.level}
          value={level}
          min={1}
          max={255}
          start={PLAIN.level}
          text={say.percent(Math.round((level / 256) * 100))}
          onChange={(value) => change({ level: value })}
        />
      )}
      {TONES.map((tone) => (
        <Slider
          key={tone}
          label={say[tone]}
          value={look.value[tone]}
          min={-100}
          max={100}
          start={0}
          text={say.signed(look.value[tone])}
          onChange={(value) => change({ [tone]: value })}
        />
      ))}
    </div>
  );
}
