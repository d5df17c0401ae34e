import type { Bitmap } from '../imaging/bitmap.ts';
import { HEAD_WIDTH, MAX_ROWS } from '../sirius/runs.ts';
import { type Context, draw, lettersToBitmap, stack } from './canvas.ts';
import { renderText } from './render-text.ts';

/** Faces that a personality can have here. */
export const LOOKS = ['smile', 'wink', 'surprise'] as const;
export type Look = (typeof LOOKS)[number];

const FACE_ROWS = 240;
const LINE_DOTS = 14;
/** White rows under every picture. */
const FOOT_ROWS = 40;

const EYES = { left: 130, right: 254, y: 84 };
const MOUTH = { x: HEAD_WIDTH / 2, y: 140 };

/** What the printer says where it has nothing else to print. */
const SAYINGS = {
  nothingToPrint: 'Nothing to print. I am here, though.',
  cannotSeeBridge: 'I cannot see my bridge. Is it asleep?',
  cannotSeeInternet: 'I see my bridge, but not the internet behind it.',
};

/**
 * The pictures of a personality in the order of its command: face, nothing to print, cannot see bridge, cannot see
 * internet and, unless it is blank, the message.
 */
export async function drawPersonality(look: Look, message: string): Promise<Bitmap[]> {
  const face = await drawLook(look);
  const { nothingToPrint, cannotSeeBridge, cannotSeeInternet } = SAYINGS;
  const said = await Promise.all([nothingToPrint, cannotSeeBridge, cannotSeeInternet].map(renderText));
  const pictures = [face, ...said.map((text) => stack([text, face], 0, MAX_ROWS))];
  if (message.trim() !== '') pictures.push(stack([await renderText(message)], FOOT_ROWS, MAX_ROWS));
  return pictures;
}

/** The pictures of quips, which the printer prints by turns when its button is pressed and nothing waits. */
export function renderQuips(quips: readonly string[]): Promise<Bitmap[]> {
  return Promise.all(quips.map(async (quip) => stack([await renderText(quip)], FOOT_ROWS, MAX_ROWS)));
}

async function drawLook(look: Look): Promise<Bitmap> {
  const rgba = await draw(HEAD_WIDTH, FACE_ROWS, (context) => {
    context.lineWidth = LINE_DOTS;
    context.lineCap = 'round';
    paintEye(context, EYES.left, look === 'surprise' ? 26 : 18);
    if (look === 'wink') paintArc(context, EYES.right, EYES.y + 10, 24, Math.PI, 2 * Math.PI);
    else paintEye(context, EYES.right, look === 'surprise' ? 26 : 18);
    if (look === 'surprise') paintArc(context, MOUTH.x, MOUTH.y + 44, 26, 0, 2 * Math.PI);
    else paintArc(context, MOUTH.x, MOUTH.y - 10, 70, 0.15 * Math.PI, 0.85 * Math.PI);
  });
  return lettersToBitmap(rgba, HEAD_WIDTH, FACE_ROWS);
}

function paintEye(context: Context, x: number, radius: number): void {
  context.beginPath();
  context.arc(x, EYES.y, radius, 0, 2 * Math.PI);
  context.fill();
}

function paintArc(context: Context, x: number, y: number, radius: number, from: number, to: number): void {
  context.beginPath();
  context.arc(x, y, radius, from, to);
  context.stroke();
}
