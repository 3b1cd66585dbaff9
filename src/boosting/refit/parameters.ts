/** Parameters that a model was trained with, as its file tells them. */
import type { Model } from '../model/index.js';

/** A number among the model's parameters, or what LightGBM takes where there is none. */
export function numberOf(model: Model, name: string, otherwise: number): number {
  const text = model.parameters.get(name);
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isNaN(value) ? otherwise : value;
}

/** Whether a switch among the model's parameters is on. */
export function switchOf(model: Model, name: string): boolean {
  return ['1', 'true', '+'].includes(model.parameters.get(name) ?? '');
}
