import { ENGLISH } from './personas.en';
import { PORTUGUESE } from './personas.pt';
import { SPANISH } from './personas.es';
import type { Persona } from './persona';

/** The people of the demo. */
export const PERSONAS: readonly Persona[] = [...SPANISH, ...ENGLISH, ...PORTUGUESE];
