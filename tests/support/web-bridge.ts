import { randomUUID } from 'node:crypto';
import type { BridgeEvent } from '../../src/plugins/whatsapp/contracts/bridge';
import { Channel } from '../../src/plugins/whatsapp/contracts/channel';
import {
  BackupReceipt,
  HeartbeatAnswer,
  KeptBackup,
  WebEventsReceipt,
  type SessionBackup,
  type SessionReport,
  type WebTyping,
} from '../../src/plugins/whatsapp/contracts/web-session';
import { readData } from './api-client';
import { createBridgeSender, sha256 } from './bridge-sender';
import type { TestCompany } from './company';
import { untilProcessed } from './inbound-log';
import type { Installation } from './installation';

/** Where nobody answers. */
const NOWHERE = 'http://127.0.0.1:9';

export const createWebChannel = async (company: TestCompany, name = 'Shop phone'): Promise<Channel> =>
  readData(Channel, await company.api.post('/whatsapp/channels', { kind: 'web', name }));

type Given = HeartbeatAnswer['sessions'][number];

/** Speaks to the plugin as a bridge with room for WhatsApp Web sessions does. It runs none. */
export const createWebBridge = (installation: Installation, url = NOWHERE) => {
  const bridgeId = randomUUID();
  const sender = createBridgeSender(installation);

  /** Says that it lives, and how its sessions are. Gives what it shall run. */
  const beat = async (sessions: SessionReport[] = [], capacity = 100): Promise<Given[]> => {
    const { status, body } = await sender.post('heartbeat', { bridgeId, url, capacity, sessions });
    if (status !== 200) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`);
    return HeartbeatAnswer.parse(body).sessions;
  };

  /** What it is told of one channel; other tests have theirs at the same time. */
  const beatFor = async (channelId: string, report?: SessionReport): Promise<Given | null> => {
    const answer = await beat(report ? [report] : []);
    return answer.find((given) => given.channelId === channelId) ?? null;
  };

  const mustBeGiven = async (channelId: string): Promise<Given> => {
    const given = await beatFor(channelId);
    if (!given) throw new Error('The session was not given to this bridge');
    return given;
  };

  const bring = async (channelId: string, events: BridgeEvent[]): Promise<string[]> => {
    const receivedAt = new Date().toISOString();
    const batch = events.map((event) => {
      return { key: sha256(channelId + JSON.stringify(event)), receivedAt, event };
    });
    const { status, body } = await sender.post('web-events', { channelId, events: batch });
    if (status !== 200) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`);
    const { committed } = WebEventsReceipt.parse(body);
    await untilProcessed(installation, committed);
    return committed;
  };

  const keepBackup = async (backup: SessionBackup): Promise<boolean> =>
    BackupReceipt.parse((await sender.post('session-backups', backup)).body).isKept;
  const readBackup = async (channelId: string): Promise<KeptBackup['backup']> =>
    KeptBackup.parse((await sender.get(`session-backups/${channelId}`)).body).backup;

  /** Says that a customer begins or ends to write. */
  const say = (typing: WebTyping) => sender.post('web-typing', typing);

  return { bridgeId, say, beat, beatFor, mustBeGiven, bring, keepBackup, readBackup };
};

export const reportOf = (
  { channelId, fence }: Pick<Given, 'channelId' | 'fence'>,
  more: Partial<SessionReport> & Pick<SessionReport, 'state'>,
): SessionReport => ({
  channelId,
  fence,
  reason: null,
  stateAt: new Date().toISOString(),
  nextTryAt: null,
  codeAt: null,
  importedPercent: null,
  phoneNumber: null,
  profileName: null,
  ...more,
});
