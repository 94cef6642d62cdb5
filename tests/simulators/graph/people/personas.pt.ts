import type { Persona } from './persona';

export const PORTUGUESE: readonly Persona[] = [
  {
    waId: '15550100131',
    name: 'Thaís Montenegro',
    language: 'pt',
    temper: 'answers',
    address: 'Rua das Acácias, 301',
    topics: [
      {
        opening: ['Oi, tudo bem?', 'Queria saber se ainda tem vaga na turma de sábado'],
        script: [
          'Ótimo! Qual é o valor da inscrição?',
          'Dá para pagar em duas vezes?',
          'Fechado então, pode reservar a minha vaga.',
          'Muito obrigada! 💛',
        ],
      },
      {
        opening: ['Oi! Aqui é a Thaís, da turma de sábado.'],
        script: ['Preciso levar algum material?', 'Combinado, obrigada!'],
      },
    ],
  },
  {
    waId: '15550100132',
    name: 'Caio Brandão',
    language: 'pt',
    temper: 'answers',
    address: 'Travessa do Porto, 12',
    topics: [
      {
        opening: ['Boa tarde! A nota fiscal veio com o nome errado.'],
        script: [
          'O certo é Caio Brandão, sem o sobrenome do meio.',
          'Pode mandar por aqui mesmo.',
          'Valeu, muito obrigado pela rapidez!',
        ],
      },
    ],
  },
];
