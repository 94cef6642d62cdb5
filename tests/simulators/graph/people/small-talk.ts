import type { Language, Persona } from './persona';

interface Phrase {
  when: RegExp;
  say: (persona: Persona) => string;
}

interface Manners {
  phrases: readonly Phrase[];
  /** When there is nothing left to say. */
  goodbye: readonly string[];
  /** When nobody answered for a while. */
  nudge: readonly string[];
}

/** What anybody says, whatever the chat is about. The first that fits the company's words is taken. */
export const MANNERS: Readonly<Record<Language, Manners>> = {
  es: {
    phrases: [
      { when: /direcci[oó]n|domicilio|calle/i, say: ({ address }) => `Claro: ${address}.` },
      { when: /(su|tu) nombre|c[oó]mo se llama|c[oó]mo te llamas/i, say: ({ name }) => `Soy ${name}.` },
      { when: /un momento|enseguida|ahora mismo/i, say: () => 'Vale, espero sin problema.' },
      { when: /lo siento|disculp|perd[oó]n/i, say: () => 'No pasa nada 🙂' },
      { when: /adi[oó]s|hasta (luego|pronto)|buen d[ií]a/i, say: () => '¡Hasta luego!' },
    ],
    goodbye: ['Por mi parte nada más, ¡gracias!', '👍', 'Listo, muy amables.'],
    nudge: ['¿Hola? ¿Hay alguien por ahí?', '¿Pudieron verlo?'],
  },
  en: {
    phrases: [
      { when: /address|postcode|where (do|are) you/i, say: ({ address }) => `Sure: ${address}.` },
      { when: /your name|who am i/i, say: ({ name }) => `It's ${name}.` },
      { when: /one moment|just a (second|minute)|let me check/i, say: () => 'No rush, thank you.' },
      { when: /sorry|apolog/i, say: () => 'No worries at all 🙂' },
      { when: /goodbye|bye|have a (nice|good|great)/i, say: () => 'You too, bye!' },
    ],
    goodbye: ["That's everything from me, thanks!", '👍', 'Perfect, thank you.'],
    nudge: ['Hello? Anyone there?', 'Did you have a chance to look?'],
  },
  pt: {
    phrases: [
      { when: /endere[cç]o|rua|cep/i, say: ({ address }) => `Claro: ${address}.` },
      { when: /seu nome|como (voc[eê] )?se chama/i, say: ({ name }) => `É ${name}.` },
      { when: /um momento|s[oó] um minuto|j[aá] verifico/i, say: () => 'Tranquilo, eu espero.' },
      { when: /desculp|sinto muito/i, say: () => 'Imagina, sem problema 🙂' },
      { when: /tchau|at[eé] (logo|mais)|bom dia/i, say: () => 'Até mais!' },
    ],
    goodbye: ['Por mim é só isso, obrigado!', '👍', 'Perfeito, valeu!'],
    nudge: ['Oi? Alguém aí?', 'Conseguiram ver?'],
  },
};
