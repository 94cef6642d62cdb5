import type { Persona } from './persona';

export const SPANISH: readonly Persona[] = [
  {
    waId: '15550100101',
    name: 'Lucía Ferrer',
    language: 'es',
    temper: 'answers',
    address: 'Calle del Olmo 14, 2.º B',
    isEverywhere: true,
    topics: [
      {
        opening: ['Hola, buenos días 👋', '¿Tienen todavía la lámpara verde que salía en la web?'],
        script: [
          'Perfecto. ¿Cuánto tardaría en llegar?',
          'Me va bien. ¿Puedo pagar al recibirla?',
          'Genial, entonces me quedo con una.',
          '¡Muchas gracias por la ayuda!',
        ],
      },
      {
        opening: ['Hola otra vez, soy Lucía. Ayer pedí una lámpara.'],
        script: ['¿Me pueden decir por dónde va el pedido?', 'Ah, estupendo. ¡Gracias!'],
      },
    ],
  },
  {
    waId: '15550100102',
    name: 'Julián Ocampo',
    language: 'es',
    temper: 'answers',
    address: 'Avenida de los Tilos 220',
    topics: [
      {
        opening: ['Buenas, quería cambiar la fecha de mi cita del jueves'],
        script: [
          '¿El viernes por la tarde sería posible?',
          'A las 17:30 me viene perfecto.',
          'Apuntado. ¿Tengo que llevar algo?',
          'Muy amables, hasta el viernes.',
        ],
      },
      {
        opening: ['Hola, una duda rápida: ¿abren los sábados?'],
        script: ['¿Y hay que pedir hora antes?', 'Perfecto, gracias 🙂'],
      },
    ],
  },
  {
    waId: '15550100103',
    name: 'Marisol Quiñones',
    language: 'es',
    temper: 'blocks',
    address: 'Plaza Mayor 3',
    topics: [{ opening: ['Dejen de escribirme, por favor. Ya no quiero más mensajes.'], script: [] }],
  },
  {
    waId: '15550100104',
    name: 'Nicolás Peñalver',
    language: 'es',
    temper: 'answers',
    address: 'Camino de la Fuente 8',
    topics: [
      {
        opening: ['Hola!! Me llegó el paquete con la caja rota 😕'],
        script: [
          'El producto parece bien, pero la tapa está rayada.',
          'Prefiero que me manden otra, si se puede.',
          'El número de pedido es el 40-1187.',
          'Gracias, espero noticias.',
        ],
      },
    ],
  },
];
