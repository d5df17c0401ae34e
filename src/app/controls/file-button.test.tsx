import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { FileButton } from './file-button.tsx';

afterEach(cleanup);

const some = new File(['x'], 'a.printer');

function draw(camera?: boolean): { input: HTMLInputElement; taken: File[] } {
  const taken: File[] = [];
  const more = camera === undefined ? {} : { camera };
  render(
    <FileButton label="Choose a file" accept=".printer" look="button" onFile={(file) => taken.push(file)} {...more}>
      Choose
    </FileButton>,
  );
  return { input: screen.getByLabelText<HTMLInputElement>('Choose a file'), taken };
}

function choose(input: HTMLInputElement, files: readonly File[]): void {
  Object.defineProperty(input, 'files', { value: files, configurable: true });
  fireEvent.change(input);
}

it('opens the browser’s own dialog for what it takes', () => {
  const { input } = draw();
  const opened = vi.spyOn(input, 'click').mockImplementation(() => {});
  fireEvent.click(screen.getByRole('button', { name: 'Choose' }));
  expect(opened).toHaveBeenCalledOnce();
  expect(input.accept).toBe('.printer');
  expect(input.hasAttribute('capture')).toBe(false);
});

it('hands over what is chosen, the same file once more too, and nothing where the dialog is closed', () => {
  const { input, taken } = draw();
  const emptied = vi.spyOn(input, 'value', 'set');
  choose(input, [some]);
  choose(input, []);
  choose(input, [some]);
  expect(taken).toEqual([some, some]);
  // A browser tells of a file only when it is not the one that is chosen already.
  expect(emptied.mock.calls).toEqual([[''], [''], ['']]);
});

it('asks for the camera where that is wanted', () => {
  expect(draw(true).input.getAttribute('capture')).toBe('environment');
});
