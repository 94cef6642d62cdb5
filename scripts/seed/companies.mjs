/** The company's row, made when it is not there. */
const ensureTenant = async (admin, name) => {
  const { data: tenants } = await admin.get('/whatsapp/tenants');
  return (
    tenants.find((tenant) => tenant.name === name) ?? (await admin.post('/whatsapp/tenants', { name })).data
  );
};

/** Without the right to see all chats over REST an agent would see none: nobody assigns any here. */
const siteMember = ({ email }) => ({ kind: 'user', email, role: 'supervisor' });

/** The company with all its people in it. */
export const ensureCompany = async (admin, { name, people, siteUser }) => {
  const tenant = await ensureTenant(admin, name);
  const path = `/whatsapp/tenants/${tenant.id}/members`;
  const { data: members } = await admin.get(path);
  const present = new Set(members.map(({ email }) => email));
  const all = [...people.map(({ email, role }) => ({ kind: 'admin', email, role })), siteMember(siteUser)];
  for (const member of all.filter(({ email }) => !present.has(email))) await admin.post(path, member);
};

/** Connects the company's number the way its owner would: test, then save. */
export const ensureChannel = async (owner, { channelName, ids }, { appSecret, accessToken }) => {
  const { data: channels } = await owner.get('/whatsapp/channels');
  if (channels.some(({ phoneNumberId }) => phoneNumberId === ids.number)) return;
  await owner.post('/whatsapp/channels', {
    kind: 'cloud',
    name: channelName,
    credentials: { accessToken, phoneNumberId: ids.number, businessAccountId: ids.waba, appSecret },
  });
};
