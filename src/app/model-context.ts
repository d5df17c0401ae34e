import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Model } from './model.ts';

/** The model, for every component below the app. */
export const ModelContext = createContext<Model | undefined>(undefined);

/** The model of the page that a component is on. */
export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('no model');
  return model;
}
