import '../../styles/faces.css';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { FaceChoice, LittlePrinterView } from '../../../engine/api.ts';
import type { Bitmap } from '../../../imaging/bitmap.ts';
import { FACE_IDS, isFaceId } from '../../../imaging/faces/faces.ts';
import { fitToHead } from '../../../imaging/fit.ts';
import { Icon } from '../../controls/icon.tsx';
import { useModel } from '../../model-context.ts';
import { currentPaper, paperOf } from '../../paper-printers.ts';
import { words } from '../../words.ts';
import { FaceCanvas } from './face-canvas.tsx';
import { faceOf, useFace } from './use-face.ts';
import { faceWords } from './words.ts';

const say = faceWords;

/** How wide a face is among the others, in pixels of the page. */
const FACE_WIDTH = 96;

interface FacePickerProps {
  readonly printer: LittlePrinterView;
  /** Resolves to whether that went well. */
  readonly onPick: (face: FaceChoice) => Promise<boolean>;
}

/** The faces as little prints, of which one is chosen, and a way to see it on paper. */
export function FacePicker({ printer, onPick }: FacePickerProps): JSX.Element {
  const model = useModel();
  const group = useId();
  const [picked, setPicked] = useState<FaceChoice>();
  const [printing, setPrinting] = useState(false);
  const face = picked ?? printer.face;
  const shown = useFace(printer);
  const choices: readonly FaceChoice[] = [
    ...(printer.hasPersonality ? (['server'] as const) : []),
    ...FACE_IDS,
    'none',
  ];

  const pick = async (wanted: FaceChoice): Promise<void> => {
    // At once: the answer may take a moment.
    setPicked(wanted);
    await onPick(wanted);
    setPicked(undefined);
  };

  const print = async (bitmap: Bitmap): Promise<void> => {
    setPrinting(true);
    const state = model.state.peek();
    const paper = paperOf(state, printer.paperPrinter) ?? currentPaper(state);
    const local = { source: 'picture', title: say.printed(nameOf(face)), paperPrinter: paper.id } as const;
    if (await model.attempt(model.engine.print(fitToHead(bitmap, paper.headWidth), local)))
      model.say(words.print.queued);
    setPrinting(false);
  };

  return (
    <fieldset class="face-picker" aria-describedby={`${group}hint`}>
      <legend class="field-label">{say.legend}</legend>
      <p class="field-note" id={`${group}hint`}>
        {say.hint}
      </p>
      <div class="faces">
        {choices.map((choice) => (
          <label key={choice} class="face-option">
            <input
              type="radio"
              name={group}
              value={choice}
              checked={choice === face}
              onChange={() => void pick(choice)}
            />
            <FacePaper
              choice={choice}
              fromServer={choice === 'server' && printer.face === 'server' ? shown : undefined}
            />
            <span class="face-name">{nameOf(choice)}</span>
          </label>
        ))}
      </div>
      {shown && (
        <div class="button-row">
          <button type="button" class="button" disabled={printing} onClick={() => void print(shown)}>
            <Icon name="paper" />
            {say.print}
          </button>
        </div>
      )}
    </fieldset>
  );
}

function nameOf(face: FaceChoice): string {
  return isFaceId(face) ? say.names[face] : say[face];
}

function FacePaper({ choice, fromServer }: { choice: FaceChoice; fromServer: Bitmap | undefined }): JSX.Element {
  const bitmap = isFaceId(choice) ? faceOf(choice) : fromServer;
  const inside: ComponentChildren = bitmap ? (
    <FaceCanvas bitmap={bitmap} width={FACE_WIDTH} />
  ) : (
    <span class="face-blank">{choice === 'none' ? say.noneNote : say.serverNote}</span>
  );
  return (
    <span class={choice === 'none' ? 'face-paper is-none' : 'face-paper'} aria-hidden="true">
      {inside}
    </span>
  );
}
