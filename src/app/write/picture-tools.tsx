import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
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
      <KernelChoice look={look} />
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

function KernelChoice({ look }: { look: Signal<Look> }): JSX.Element {
  const name = useId();
  const hint = useId();
  const { kernel } = look.value;
  return (
    <fieldset class="choice" aria-describedby={hint}>
      <legend class="field-label">{say.kernel}</legend>
      <div class="choice-row">
        {KERNEL_CHOICES.map((value) => (
          <label key={value} class="choice-option">
            <input
              type="radio"
              name={name}
              value={value}
              checked={kernel === value}
              onChange={() => {
                look.value = { ...look.peek(), kernel: value };
              }}
            />
            <span>{say.kernels[value]}</span>
          </label>
        ))}
      </div>
      <p id={hint} class="field-note">
        {say.kernelHints[kernel]}
      </p>
    </fieldset>
  );
}
