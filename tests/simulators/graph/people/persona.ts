export type Language = 'es' | 'en' | 'pt';

/** `answers`: reads and writes back · `reads`: reads, never answers · `silent`: does neither · `blocks`: writes, then blocks the company. */
export type Temper = 'answers' | 'reads' | 'silent' | 'blocks';

/** One visit: what somebody begins with, and says in turn as long as the company answers. */
export interface Topic {
  opening: readonly string[];
  script: readonly string[];
}

/** An invented customer, with a number from the ranges that are reserved for fiction. */
export interface Persona {
  waId: string;
  name: string;
  language: Language;
  temper: Temper;
  /** The street that is given when somebody asks for an address. */
  address: string;
  /** A customer of every company here, not of one. */
  isEverywhere?: boolean;
  topics: readonly [Topic, ...Topic[]];
}
