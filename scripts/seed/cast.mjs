/** Who plays in the demo. All invented; numbers from the ranges that are reserved for fiction. */

export const ROLES = {
  owner: {
    name: 'WhatsApp owner',
    description: 'Reads and answers, and connects numbers',
    actions: [
      'plugin::whatsapp.conversations.read',
      'plugin::whatsapp.conversations.read-all',
      'plugin::whatsapp.messages.send',
      'plugin::whatsapp.contacts.manage',
      'plugin::whatsapp.channels.manage',
      'plugin::whatsapp.members.manage',
      'plugin::whatsapp.audit.read',
    ],
  },
  agent: {
    name: 'WhatsApp agent',
    description: 'Reads and answers',
    actions: [
      'plugin::whatsapp.conversations.read',
      'plugin::whatsapp.conversations.read-all',
      'plugin::whatsapp.messages.send',
      'plugin::whatsapp.contacts.manage',
    ],
  },
};

export const SUPER_ADMIN = { email: 'admin@example.com', firstname: 'Ada', lastname: 'Admin' };

export const COMPANIES = [
  {
    key: 'aurora',
    name: 'Café Aurora',
    channelName: 'Pedidos',
    display: '+1 555-010-0190',
    ids: { app: '190000000000101', waba: '190000000000102', number: '190000000000103' },
    people: [
      { email: 'marta@aurora.example.com', firstname: 'Marta', lastname: 'Ríos', role: 'owner' },
      { email: 'leo@aurora.example.com', firstname: 'Leo', lastname: 'Vidal', role: 'agent' },
    ],
  },
  {
    key: 'fjord',
    name: 'Fjord Bicycles',
    channelName: 'Workshop',
    display: '+44 7700 900990',
    ids: { app: '190000000000201', waba: '190000000000202', number: '190000000000203' },
    people: [
      { email: 'priya@fjord.example.com', firstname: 'Priya', lastname: 'Shah', role: 'owner' },
      { email: 'tom@fjord.example.com', firstname: 'Tom', lastname: 'Hale', role: 'agent' },
    ],
  },
];
