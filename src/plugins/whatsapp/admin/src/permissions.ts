import type { Permission } from '@strapi/strapi/admin';

const right = (uid: string): Permission[] => [{ action: `plugin::whatsapp.${uid}`, subject: null }];

/** The rights of the panel. Constant arrays: `useRBAC` asks again whenever it is handed a new one. */
export const READ_CONVERSATIONS = right('conversations.read');
export const SEND_MESSAGES = right('messages.send');
export const MANAGE_CHANNELS = right('channels.manage');
