import { toBase64 } from '../core/bytes';
import type { Modules, PageContext } from './context';
import { createCommands } from './commands';

/** From the first script to "ready": state, QR code, pairing code, who am I, logout. */
export const sessionModules = (page: PageContext): Modules => {
  const { session, store, keys } = page;
  const { link } = session;
  const refreshQr = (): void => link.tell({ t: 'refresh-qr' });
  return {
    WAWebSocketModel: {
      Socket: Object.assign(session.socket, {
        logout: session.logOut,
        reconnect: session.reconnect,
        takeover: session.takeOver,
      }),
    },
    WAWebConnModel: { Conn: Object.assign(session.connection, { canSetMyPushname: () => true }) },
    WAWebCmd: { Cmd: createCommands(page, refreshQr) },
    WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: session.progress } },
    WAWebAltDeviceLinkingApi: {
      setPairingType: () => undefined,
      initializeAltDeviceLinking: async () => undefined,
      initializeQRLinking: async () => undefined,
      startAltLinkingFlow: (phone: string) => link.ask<string>({ t: 'pairing-code', phone }),
    },
    WAWebLaunchSocketUtils: { refreshQR: refreshQr },
    WABase64: { encodeB64: (bytes: Uint8Array) => toBase64(new Uint8Array(bytes)) },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 1 },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: {
      waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: keys.noise } }) },
    },
    WAWebSignalStoreApi: {
      waSignalStore: {
        getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: keys.identity } }),
      },
    },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => keys.advSecret },
    WAWebUserPrefsMeUser: {
      getMaybeMePnUser: () => store.me.pn,
      getMaybeMeLidUser: () => store.me.lid,
    },
    WAWebMiscBrowserUtils: page.browser,
    // The library writes into these three; what they say of themselves matters to nobody here.
    WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
    WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
    WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
  };
};
