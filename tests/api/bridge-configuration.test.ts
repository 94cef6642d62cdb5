import { BridgeConfiguration } from '../../src/plugins/whatsapp/contracts/bridge';
import { SIGNATURE_HEADER } from '../../src/plugins/whatsapp/contracts/signature';
import { createBridgeSender } from '../support/bridge-sender';
import { createCompany, webhookAddressOf } from '../support/company';
import { addNumberToApp } from '../support/graph-scene';
import { connectForIngest, createIngestCompany, webhookKeyOf } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';

onEachDatabase("the bridge's configuration", (installation) => {
  const bridge = createBridgeSender(installation);
  const configuration = async () => BridgeConfiguration.parse((await bridge.get('configuration')).body);

  it('holds for each channel what is needed to send', async () => {
    const { channel, meta } = await createIngestCompany(installation);
    const { channels } = await configuration();
    expect(channels.filter(({ channelId }) => channelId === channel.id)).toEqual([
      {
        channelId: channel.id,
        kind: 'cloud',
        phoneNumberId: meta.number.id,
        businessAccountId: meta.waba.id,
        accessToken: meta.token.value,
        appSecret: meta.app.secret,
        throughput: 'STANDARD',
      },
    ]);
  });

  it('holds for each company its address, its token and its own apps, each app once', async () => {
    const company = await createIngestCompany(installation);
    await connectForIngest(installation, company, await addNumberToApp(installation, company.meta));
    const otherApp = await installation.graphControl.addCompany();
    await connectForIngest(installation, company, otherApp);

    const { webhooks } = await configuration();
    const { verifyToken } = await webhookAddressOf(company);
    const own = webhooks.filter(({ key }) => key === company.webhook.webhookKey);
    expect(own).toMatchObject([{ verifyToken }]);
    expect(own[0]?.apps.map(({ secret }) => secret).sort()).toEqual(
      [company.meta.app.secret, otherApp.app.secret].sort(),
    );
    expect(new Set(own[0]?.apps.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('knows a company before its first channel, so that its address can be verified', async () => {
    const company = await createCompany(installation);
    const key = await webhookKeyOf(company);
    const { webhooks } = await configuration();
    expect(webhooks.filter((webhook) => webhook.key === key)).toMatchObject([{ apps: [] }]);
  });

  it('gives two companies of one Meta app the same fingerprint, and the secret to both addresses', async () => {
    const first = await createIngestCompany(installation);
    const second = await createIngestCompany(installation, await addNumberToApp(installation, first.meta));
    const { webhooks } = await configuration();
    const apps = [first, second].map(
      ({ webhook }) => webhooks.find(({ key }) => key === webhook.webhookKey)?.apps,
    );
    expect(apps[0]).toEqual([{ fingerprint: first.webhook.appFingerprint, secret: first.meta.app.secret }]);
    expect(apps[1]).toEqual(apps[0]);
  });

  it('is told to nobody without the signature, and kept by no cache', async () => {
    const { meta } = await createIngestCompany(installation);
    const refused = [
      await bridge.getUnsigned('configuration'),
      await bridge.getUnsigned('configuration', ''),
      await bridge.getUnsigned('configuration', `t=${Date.now()},v1=${'0'.repeat(64)}`),
      await bridge.getUnsigned('configuration', 'v1=, t='),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(JSON.stringify(refused.map(({ body }) => body))).not.toContain(meta.app.secret);
    expect((await bridge.get('configuration')).headers.get('cache-control')).toBe('no-store');
  });

  it('cannot be had with the signature of another question', async () => {
    const path = '/api/whatsapp/bridge/health';
    const stolen = await fetch(new URL(path, installation.strapiUrl), {
      headers: { [SIGNATURE_HEADER]: 'x' },
    });
    expect(stolen.status).toBe(401);
    expect((await bridge.get('configuration?everything=1')).status).toBe(200);
    expect((await bridge.getUnsigned('configuration?everything=1')).status).toBe(401);
  });

  it('survives one company whose secret cannot be read', async () => {
    const [broken, sound] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    await installation
      .database()('whatsapp_channels')
      .where({ document_id: broken.channel.id })
      .update({ credentials: 'v1:00:00:00' });
    const { channels, webhooks } = await configuration();
    const ids = channels.map(({ channelId }) => channelId);
    expect([ids.includes(broken.channel.id), ids.includes(sound.channel.id)]).toEqual([false, true]);
    expect(webhooks.find(({ key }) => key === broken.webhook.webhookKey)).toMatchObject({ apps: [] });

    await installation.database()('whatsapp_channels').where({ document_id: broken.channel.id }).delete();
  });
});
