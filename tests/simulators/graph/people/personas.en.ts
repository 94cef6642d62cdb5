import type { Persona } from './persona';

export const ENGLISH: readonly Persona[] = [
  {
    waId: '447700900111',
    name: 'Priya Hartley',
    language: 'en',
    temper: 'answers',
    address: '27 Larkspur Lane',
    topics: [
      {
        opening: ['Hi there! Do you deliver on Sundays?'],
        script: [
          'Great. And is there a minimum order?',
          'OK, then two boxes of the mixed ones please.',
          'No allergies, but thanks for asking 😊',
          'Lovely, thank you so much!',
        ],
      },
      {
        opening: ['Hello again, the boxes were a hit!', 'Could I get the same for next month?'],
        script: ['The 14th would be perfect.', 'Brilliant, thanks!'],
      },
    ],
  },
  {
    waId: '447700900112',
    name: 'Owen Caddick',
    language: 'en',
    temper: 'reads',
    address: '3 Millrace Court',
    topics: [{ opening: ['How much is the annual plan?'], script: [] }],
  },
  {
    waId: '15550100121',
    name: 'Marguerite Bell',
    language: 'en',
    temper: 'answers',
    address: '810 Sycamore Ave, Apt 4',
    topics: [
      {
        opening: ['Good morning, I cannot log in to my account any more.'],
        script: [
          'It says "session expired" every time.',
          'Yes, I tried another browser as well.',
          'Oh, that worked! What was it?',
          'Thanks, you saved my day.',
        ],
      },
    ],
  },
  {
    waId: '15550100122',
    name: 'Desmond Achterberg',
    language: 'en',
    temper: 'silent',
    address: '55 Quarry Road',
    topics: [{ opening: ['Please call me back when you can.'], script: [] }],
  },
];
