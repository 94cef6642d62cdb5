/** Who plays in the demo. All invented; numbers from the ranges that are reserved for fiction. */

/** The Strapi roles that the plugin offers, by the role in a company that each is for. */
export const ROLE_NAMES = {
  owner: 'WhatsApp owner',
  supervisor: 'WhatsApp supervisor',
  agent: 'WhatsApp agent',
};

export const SUPER_ADMIN = { email: 'admin@example.com', firstname: 'Ada', lastname: 'Admin' };

/** Works for both companies: the switcher is for people like her. */
export const BOTH = { email: 'sofia@example.com', firstname: 'Sofia', lastname: 'Lind' };

export const COMPANIES = [
  {
    key: 'aurora',
    name: 'Café Aurora',
    channelName: 'Pedidos',
    display: '+1 555-010-0190',
    ids: { app: '190000000000101', waba: '190000000000102', number: '190000000000103' },
    people: [
      { email: 'marta@aurora.example.com', firstname: 'Marta', lastname: 'Ríos', role: 'owner' },
      { email: 'nadia@aurora.example.com', firstname: 'Nadia', lastname: 'Soler', role: 'supervisor' },
      { email: 'leo@aurora.example.com', firstname: 'Leo', lastname: 'Vidal', role: 'agent' },
      { ...BOTH, role: 'owner' },
    ],
    siteUser: { email: 'shop@aurora.example.com', username: 'aurora-shop' },
  },
  {
    key: 'fjord',
    name: 'Fjord Bicycles',
    channelName: 'Workshop',
    display: '+44 7700 900990',
    ids: { app: '190000000000201', waba: '190000000000202', number: '190000000000203' },
    people: [
      { email: 'priya@fjord.example.com', firstname: 'Priya', lastname: 'Shah', role: 'owner' },
      { email: 'ines@fjord.example.com', firstname: 'Ines', lastname: 'Dahl', role: 'supervisor' },
      { email: 'tom@fjord.example.com', firstname: 'Tom', lastname: 'Hale', role: 'agent' },
      { ...BOTH, role: 'agent' },
    ],
    siteUser: { email: 'shop@fjord.example.com', username: 'fjord-shop' },
  },
];

/** A phone with WhatsApp, for a channel of WhatsApp Web. */
export const PHONE = {
  accounts: [
    {
      pn: '15550100201@c.us',
      pushname: 'Café Aurora',
      contacts: [
        { pn: '15550100301@c.us', name: 'Bruno Paz' },
        { pn: '15550100302@c.us', lid: '120000000000302@lid', name: 'Clara Nord', isLidAddressed: true },
      ],
      history: [
        { with: '15550100301@c.us', text: 'Is the terrace open on Sunday?' },
        { with: '15550100301@c.us', text: 'From ten on!', fromMe: true },
      ],
    },
  ],
};
