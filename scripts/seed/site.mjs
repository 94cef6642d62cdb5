/** What signs its questions itself needs no permission of a person. */
const OF_THE_BRIDGE = new Set(['bridge', 'bridge-configuration']);
const PLUGIN = 'plugin::whatsapp';
const USERS = '/content-manager/collection-types/plugin::users-permissions.user';

const authenticatedRole = async (admin) => {
  const { roles } = await admin.get('/users-permissions/roles');
  const { id } = roles.find(({ type }) => type === 'authenticated');
  return (await admin.get(`/users-permissions/roles/${id}`)).role;
};

/** Every signed-in user of the site may call the REST API of the inbox; which rows are theirs is another question. */
export const openRest = async (admin) => {
  const { id, name, description, permissions } = await authenticatedRole(admin);
  const controllers = Object.entries(permissions[PLUGIN]?.controllers ?? {});
  const closed = controllers
    .filter(([controller]) => !OF_THE_BRIDGE.has(controller))
    .flatMap(([, actions]) => Object.values(actions))
    .filter(({ enabled }) => !enabled);
  if (closed.length === 0) return id;
  for (const action of closed) action.enabled = true;
  await admin.put(`/users-permissions/roles/${id}`, { name, description, permissions, users: [] });
  return id;
};

/** Makes sure that these users of the site can log in. Who exists already is left alone. */
export const ensureSiteUsers = async (admin, users, { roleId, passwords }) => {
  const { results } = await admin.get(`${USERS}?pageSize=100`);
  const present = new Set(results.map(({ email }) => email));
  for (const { email, username } of users.filter((user) => !present.has(user.email))) {
    const password = passwords[email];
    const user = { email, username, password, role: roleId, provider: 'local' };
    await admin.post(USERS, { ...user, confirmed: true, blocked: false });
  }
};
