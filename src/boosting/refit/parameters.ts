/** Parameters that a model was trained with, as its file tells them. */
import type { Model } from '../model/index.js';

/** A number among the model's parameters, or what LightGBM takes where there is none. */
export function numberOf(model: Model, name: string, otherwise: number): number {
  const text = model.parameters.get(name);
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? otherwise : value;
}

/** A list of numbers among the model's parameters; none where the list is empty or not there. */
export function numbersOf(model: Model, name: string): readonly number[] {
  const text = model.parameters.get(name)?.trim() ?? '';
  return text === '' ? [] : text.split(',').map(Number);
}

/** Whether a switch among the model's parameters is on, or what LightGBM takes where there is none. */
export function switchOf(model: Model, name: string, otherwise = false): boolean {
  const text = model.parameters.get(name)?.trim() ?? '';
  return text === '' ? otherwise : ['1', 'true', '+'].includes(text);
}
